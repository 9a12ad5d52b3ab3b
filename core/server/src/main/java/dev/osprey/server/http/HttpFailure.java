package dev.osprey.server.http;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is refused: its status, and why in words that may be shown. */
public final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;
    private final transient List<Problem> problems;
    private final @Nullable Duration retryAfter;

    private HttpFailure(int status, String detail, List<Problem> problems, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
        this.problems = problems;
        this.retryAfter = retryAfter;
    }

    public static HttpFailure of(int status, String detail) {
        return new HttpFailure(status, detail, List.of(), null);
    }

    public static HttpFailure later(Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return new HttpFailure(
                429,
                "too many wrong codes or tokens from this address: try again in " + seconds + " s",
                List.of(),
                Duration.ofSeconds(seconds));
    }

    /** For now there is no room. */
    static HttpFailure busy(String detail) {
        return new HttpFailure(503, detail, List.of(), Duration.ofSeconds(2));
    }

    /** Something that the answer needs is away for now. */
    public static HttpFailure unavailable(String detail) {
        return new HttpFailure(503, detail, List.of(), Duration.ofSeconds(5));
    }

    public static HttpFailure of(ConfigException refused) {
        return new HttpFailure(
                400, "the configuration is refused, and the old one stays in force", refused.problems(), null);
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    List<Problem> problems() {
        return problems;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
