package dev.osprey.models.fetch;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A published package, by name and version.
 *
 * @param name {@code name@version} on npm, or the jar's file name, which the build has fetched by its Maven coordinates
 * @param bytes the package's size in bytes
 * @param sha256 of the package as it is published
 */
public record Source(Kind kind, String name, long bytes, String sha256) {
    /** Where the package is published. */
    public enum Kind {
        @JsonProperty("npm")
        NPM,
        @JsonProperty("jar")
        JAR
    }
}
