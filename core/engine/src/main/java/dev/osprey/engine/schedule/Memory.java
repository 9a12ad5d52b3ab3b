package dev.osprey.engine.schedule;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one stage remembers of one stream. Thread-safe; no lock is held while a plugin makes the first. */
final class Memory {
    private final AtomicReference<@Nullable Object> value = new AtomicReference<>();

    @SuppressWarnings("unchecked") // a stage is given back what it put there
    <M> M get(Supplier<M> first) {
        Object known = value.get();
        if (known == null) {
            Object made = Objects.requireNonNull(first.get(), "what a stage remembers must not be null");
            known = value.compareAndExchange(null, made);
            known = known == null ? made : known;
        }
        return (M) known;
    }
}
