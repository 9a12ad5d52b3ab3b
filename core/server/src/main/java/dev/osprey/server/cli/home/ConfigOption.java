package dev.osprey.server.cli.home;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the configuration. */
public final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration (default: config/osprey.yaml of the distribution).")
    @Nullable
    Path file;

    public Path resolve(Home home) {
        return file == null ? home.defaultConfig() : file.toAbsolutePath();
    }
}
