package dev.osprey.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The distribution with plugins of a test's own beside its own: the rest of it is links. */
record OwnHome(Path folder) implements AutoCloseable {
    private static final List<String> LINKS = List.of("lib", "native", "models", "config", "sdk");

    /** The distribution itself. */
    static final OwnHome SHIPPED = new OwnHome(Launched.HOME);

    static OwnHome in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("plugins"));
        Files.copy(
                Launched.HOME.resolve("bin/osprey"), folder.resolve("bin/osprey"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String part : LINKS) {
            Files.createSymbolicLink(folder.resolve(part), Launched.HOME.resolve(part));
        }
        try (Stream<Path> plugins = Files.list(Launched.HOME.resolve("plugins"))) {
            for (Path plugin : plugins.toList()) {
                new OwnHome(folder).addPlugin(plugin);
            }
        }
        return new OwnHome(folder);
    }

    /** Puts a plugin's folder in, as {@code cp -r} does. */
    void addPlugin(Path plugin) throws IOException {
        Path target = Files.createDirectories(folder.resolve("plugins").resolve(plugin.getFileName()));
        try (Stream<Path> jars = Files.list(plugin)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, target.resolve(jar.getFileName()));
            }
        }
    }

    Launched osprey(Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("bin/osprey").toString()));
        command.addAll(List.of(arguments));
        return Launched.process(environment, command);
    }

    /** Takes the links away, so that whoever clears the folder does not meet them. */
    @Override
    public void close() throws IOException {
        for (String part : LINKS) {
            Files.delete(folder.resolve(part));
        }
    }
}
