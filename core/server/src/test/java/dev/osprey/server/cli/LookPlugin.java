package dev.osprey.server.cli;

import dev.osprey.server.FakeStages;
import dev.osprey.spi.Spi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The stage {@code look} as a plugin of a distribution, for tests of commands. */
final class LookPlugin {
    private static final String SERVICE = "META-INF/services/dev.osprey.spi.StageFactory";

    private LookPlugin() {}

    /** @param home the distribution's folder */
    static void install(Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("plugins").resolve("good"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Spi.MANIFEST_ATTRIBUTE, String.valueOf(Spi.VERSION));
        try (OutputStream out = Files.newOutputStream(folder.resolve("good.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String suffix : List.of("", "$Settings", "$Look", "$Look$1")) {
                String name = FakeStages.class.getName().replace('.', '/') + suffix + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream in = FakeStages.class.getResourceAsStream("/" + name)) {
                    in.transferTo(jar);
                }
            }
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write(FakeStages.Look.class.getName().getBytes(StandardCharsets.UTF_8));
        }
    }
}
