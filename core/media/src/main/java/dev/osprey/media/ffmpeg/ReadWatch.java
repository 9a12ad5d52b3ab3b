package dev.osprey.media.ffmpeg;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * What makes a blocking call of FFmpeg return: a deadline that each good packet moves on, or a stop. Thread-safe.
 *
 * <p>Register it with one demuxer by {@link Demuxer#open}; close it after the demuxer.
 */
public final class ReadWatch implements AutoCloseable {
    /*
     * JavaCPP has ten native slots a callback class, and the eleventh instance silently gets null. So one callback
     * serves the whole process, is never collected, and finds its watch by the opaque pointer, which is no address but
     * a number.
     */
    private static final Map<Long, ReadWatch> WATCHES = new ConcurrentHashMap<>();
    private static final AtomicLong IDS = new AtomicLong();
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new Callback();

    private final long id = IDS.incrementAndGet();
    private volatile long deadlineNanos;
    private volatile boolean stopped;

    /** A watch whose deadline is {@code first} from now. */
    public ReadWatch(Duration first) {
        extend(first);
        WATCHES.put(id, this);
    }

    /** A watch that only {@link #stop} ends: for files. */
    public ReadWatch() {
        this(Duration.ofDays(36_500));
    }

    /** Moves the deadline to this long from now. */
    public void extend(Duration fromNow) {
        deadlineNanos = System.nanoTime() + fromNow.toNanos();
    }

    /** Makes the call under way, and each later one, return an error soon. */
    public void stop() {
        stopped = true;
    }

    public boolean stopped() {
        return stopped;
    }

    /** Whether it was stopped or its deadline has passed. */
    boolean over() {
        return stopped || System.nanoTime() - deadlineNanos > 0;
    }

    void watch(AVFormatContext context) {
        context.interrupt_callback().callback(CALLBACK).opaque(new Opaque(id));
    }

    @Override
    public void close() {
        WATCHES.remove(id);
    }

    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            ReadWatch watch = opaque == null ? null : WATCHES.get(opaque.address());
            return watch == null || watch.over() ? 1 : 0;
        }
    }

    /** A number dressed as a pointer. */
    private static final class Opaque extends Pointer {
        Opaque(long value) {
            address = value;
        }
    }
}
