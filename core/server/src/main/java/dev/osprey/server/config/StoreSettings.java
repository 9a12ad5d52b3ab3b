package dev.osprey.server.config;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.Sensitive;
import java.time.Duration;
import java.util.Optional;

/** {@code store} as it is written. */
record StoreSettings(
        @Description("jdbc:postgresql://HOST/DATABASE; without it events are in a file of the data folder")
                Optional<String> url,
        @Description("of the database") Optional<String> user,
        @Description("of the database, such as ${file:PATH} or ${env:NAME}") @Sensitive Optional<String> password,
        @Description("how much of the log is kept (90d, 2GB)") @Default("{}") Kept events,
        @Description("likewise of pictures (30d, 2GB)") @Default("{}") Kept pictures,
        @Description("likewise of clips (14d, 10GB)") @Default("{}") Kept clips) {

    /** What is older or more is removed. */
    record Kept(
            @Description("such as 30d") Optional<Duration> age,
            @Description("such as 500MB or 10GB") Optional<String> size) {}
}
