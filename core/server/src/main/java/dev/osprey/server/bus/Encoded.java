package dev.osprey.server.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value and its JSON, which is written at most once, and only if somebody asks. What came from another node has the
 * JSON alone. Immutable to the outside, thread-safe.
 */
public final class Encoded<T> {
    private final @Nullable T value;
    private final @Nullable Function<T, Buffer> writer;
    private @Nullable Buffer json;
    private @Nullable String text;

    private Encoded(@Nullable T value, @Nullable Function<T, Buffer> writer, @Nullable Buffer json) {
        this.value = value;
        this.writer = writer;
        this.json = json;
    }

    /** A value of this process; its writer is called at most once. */
    public static <T> Encoded<T> of(T value, Function<T, Buffer> writer) {
        return new Encoded<>(value, writer, null);
    }

    public static <T> Encoded<T> read(Buffer json) {
        return new Encoded<>(null, null, json);
    }

    /** Empty where it came from another node. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Not to be changed. */
    public synchronized Buffer json() {
        Buffer written = json;
        if (written == null) {
            if (value == null || writer == null) {
                throw new IllegalStateException("neither a value nor its JSON");
            }
            written = writer.apply(value);
            json = written;
        }
        return written;
    }

    /** The same as text: made once as well. */
    public synchronized String text() {
        String made = text;
        if (made == null) {
            made = json().toString();
            text = made;
        }
        return made;
    }
}
