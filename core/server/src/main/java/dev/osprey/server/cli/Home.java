package dev.osprey.server.cli;

import java.nio.file.Path;

/** Where the distribution keeps its parts. {@code bin/osprey} names its folder in the property {@code osprey.home}. */
record Home(Path folder) {
    static Home locate() {
        return new Home(
                Path.of(System.getProperty("osprey.home", ".")).toAbsolutePath().normalize());
    }

    Path plugins() {
        return folder.resolve("plugins");
    }

    Path models() {
        return folder.resolve("models");
    }

    Path defaultConfig() {
        return folder.resolve("config").resolve("osprey.yaml");
    }

    Path demoClips() {
        return folder.resolve("config").resolve("media");
    }

    /** {@code OSPREY_DATA}, or the folder {@code data} of the distribution. */
    Path data() {
        String chosen = System.getenv("OSPREY_DATA");
        return chosen == null || chosen.isBlank()
                ? folder.resolve("data")
                : Path.of(chosen).toAbsolutePath();
    }
}
