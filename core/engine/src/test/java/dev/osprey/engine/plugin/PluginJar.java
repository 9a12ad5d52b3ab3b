package dev.osprey.engine.plugin;

import dev.osprey.spi.Spi;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles sources and packs them into the jar of a plugin. */
final class PluginJar {
    private final Path work;
    private final Path plugin;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private String spi = Spi.VERSION;

    PluginJar(Path work, Path plugin) {
        this.work = work;
        this.plugin = plugin;
    }

    PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    PluginJar service(String path, String text) {
        files.put(path, text);
        return this;
    }

    PluginJar spi(String version) {
        spi = version;
        return this;
    }

    Path write() throws Exception {
        Path classes = compile();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
        if (!spi.isEmpty()) {
            manifest.getMainAttributes().putValue(Spi.MANIFEST_ATTRIBUTE, spi);
        }
        Files.createDirectories(plugin);
        Path jar = plugin.resolve(plugin.getFileName() + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                add(entries, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(entries, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private Path compile() throws Exception {
        Path classes = Files.createDirectories(work.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-proc:none",
                "-classpath",
                Path.of(Spi.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new AssertionError("the plugin's sources do not compile");
        }
        return classes;
    }

    private static void add(JarOutputStream entries, String name, byte[] content) throws Exception {
        entries.putNextEntry(new ZipEntry(name));
        entries.write(content);
        entries.closeEntry();
    }
}
