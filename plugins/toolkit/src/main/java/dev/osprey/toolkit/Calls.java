package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The calls of one stage. Thread-safe. */
final class Calls {
    /** Guarded by itself. */
    private final Deque<Call> idle = new ArrayDeque<>();

    /** Guarded by {@link #idle}: under way, or abandoned by the host. */
    private final List<Call> busy = new ArrayList<>();

    Call begin() throws OrtException {
        synchronized (idle) {
            Call call = idle.isEmpty() ? new Call() : idle.pop();
            call.begin(System.nanoTime());
            busy.add(call);
            return call;
        }
    }

    void end(Call call) {
        synchronized (idle) {
            call.end();
            busy.remove(call);
            idle.push(call);
        }
    }

    /**
     * The call that has run longest and has not been told to stop: all have the same deadline, so it is the one whose
     * deadline has passed.
     */
    Optional<Call> longest() {
        synchronized (idle) {
            return busy.stream().filter(Call::isCancellable).min(Comparator.comparingLong(Call::sinceNanos));
        }
    }

    /** @throws IllegalStateException if a call is under way */
    void close(String owner) {
        synchronized (idle) {
            if (!busy.isEmpty()) {
                throw new IllegalStateException(
                        owner + " must not be closed during a call, " + busy.size() + " under way");
            }
            idle.forEach(Call::close);
            idle.clear();
        }
    }
}
