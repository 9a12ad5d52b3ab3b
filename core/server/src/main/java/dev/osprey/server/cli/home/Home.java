package dev.osprey.server.cli.home;

import java.nio.file.Path;

/** Where the distribution keeps its parts. {@code bin/osprey} names its folder in the property {@code osprey.home}. */
public record Home(Path folder) {
    public static Home locate() {
        return new Home(
                Path.of(System.getProperty("osprey.home", ".")).toAbsolutePath().normalize());
    }

    public Path plugins() {
        return folder.resolve("plugins");
    }

    public Path models() {
        return folder.resolve("models");
    }

    /** What {@code new-stage} writes projects from, and what they build against. */
    public Path sdk() {
        return folder.resolve("sdk");
    }

    public Path defaultConfig() {
        return folder.resolve("config").resolve("osprey.yaml");
    }

    public Path demoClips() {
        return folder.resolve("config").resolve("media");
    }

    /** {@code OSPREY_DATA}, or the folder {@code data} of the distribution. */
    public Path data() {
        String chosen = System.getenv("OSPREY_DATA");
        return chosen == null || chosen.isBlank()
                ? folder.resolve("data")
                : Path.of(chosen).toAbsolutePath();
    }
}
