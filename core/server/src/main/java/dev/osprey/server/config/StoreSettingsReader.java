package dev.osprey.server.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks {@code store}. */
final class StoreSettingsReader {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?(MB|GB|TB)");
    private static final Duration LEAST_AGE = Duration.ofMinutes(1);
    private static final Duration MOST_AGE = Duration.ofDays(3650);

    private final Place place;

    StoreSettingsReader(Place place) {
        this.place = place;
    }

    StoreConfig read(StoreSettings settings) {
        settings.url().filter(url -> !url.startsWith(POSTGRESQL)).ifPresent(url -> place.child("url")
                .problem("must begin with " + POSTGRESQL + "//, such as " + POSTGRESQL
                        + "//db.example/osprey; without a url events are in a file of the data folder"));
        if (settings.url().isEmpty()
                && (settings.user().isPresent() || settings.password().isPresent())) {
            place.child("url").problem("is missing: user and password are of a database");
        }
        StoreConfig usual = StoreConfig.DEFAULT;
        return new StoreConfig(
                settings.url(),
                settings.user(),
                settings.password(),
                kept("events", settings.events(), usual.events()),
                kept("pictures", settings.pictures(), usual.pictures()),
                kept("clips", settings.clips(), usual.clips()));
    }

    private StoreConfig.Kept kept(String key, StoreSettings.Kept given, StoreConfig.Kept usual) {
        Place at = place.child(key);
        given.age().ifPresent(age -> at.child("age").between(age, LEAST_AGE, MOST_AGE));
        Optional<Long> bytes = given.size().flatMap(text -> bytes(at.child("size"), text));
        return new StoreConfig.Kept(given.age().orElse(usual.age()), bytes.orElse(usual.bytes()));
    }

    private static Optional<Long> bytes(Place at, String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            at.problem("must be a size such as 500MB, 10GB or 1TB");
            return Optional.empty();
        }
        int shift =
                switch (matcher.group(2)) {
                    case "MB" -> 20;
                    case "GB" -> 30;
                    default -> 40;
                };
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        if (bytes.compareTo(BigDecimal.valueOf(1L << 20)) < 0 || bytes.compareTo(BigDecimal.valueOf(1L << 50)) > 0) {
            at.problem("must be 1MB to 1024TB, got " + matcher.group());
            return Optional.empty();
        }
        return Optional.of(bytes.longValue());
    }
}
