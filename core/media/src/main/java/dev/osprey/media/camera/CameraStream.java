package dev.osprey.media.camera;

import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.fault.LastingThread;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.ffmpeg.ReadWatch;
import dev.osprey.media.source.OpenRequests;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a camera, kept open: its own thread {@code capture-<camera>} connects, reads, decodes and, whatever
 * goes wrong, connects again after growing pauses. Thread-safe.
 */
public final class CameraStream implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CameraStream.class.getName());
    private static final long CLOSE_SECONDS = 10;
    private static final Duration LONGEST_ONCE_LIVE = Duration.ofSeconds(3);

    private final StreamOptions options;
    private final StreamListener listener;
    private final Clock clock;
    private final Backoff backoff;
    private final KeyFramePatience keys;
    private final Ways ways;
    private final StatusBoard board;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable ReadWatch watch;
    private final IntSupplier numbers;

    /** Its streams are numbered from 1. */
    public CameraStream(StreamOptions options, StreamListener listener) {
        this(options, listener, new AtomicInteger()::incrementAndGet);
    }

    /** @param numbers the number of the next stream: several cameras may share a count; called on the capture thread */
    public CameraStream(StreamOptions options, StreamListener listener, IntSupplier numbers) {
        this(options, listener, numbers, Clock.systemUTC(), new Random());
    }

    /** @param clock gives the time of capture */
    public CameraStream(
            StreamOptions options, StreamListener listener, IntSupplier numbers, Clock clock, RandomGenerator jitter) {
        this.options = options;
        this.listener = new Guard(listener);
        this.numbers = numbers;
        this.clock = clock;
        backoff = new Backoff(options.firstPause(), options.longestPause(), LONGEST_ONCE_LIVE, jitter);
        keys = new KeyFramePatience(options.timeout());
        ways = new Ways(options);
        board = new StatusBoard(options, clock);
        thread = LastingThread.of("capture-" + options.camera(), this::work);
    }

    /** Connects, in the background. Once only. */
    public void start() {
        thread.start();
    }

    public StreamStatus status() {
        return board.current();
    }

    private void work() {
        try {
            while (!stopping()) {
                listener.onStatus(board.enter(
                        State.CONNECTING, "connecting to " + options.source().redacted() + ways.words()));
                Trouble trouble = attempt();
                if (stopping()) {
                    return;
                }
                if (trouble == null) {
                    listener.onStatus(board.enter(
                            State.ENDED, "the end of " + options.source().redacted()));
                    return;
                }
                if (ways.another(trouble)) {
                    LOG.log(Level.INFO, "camera {0}: {1}; trying {2}", options.camera(), trouble.message(), ways.now());
                    continue;
                }
                Duration pause = trouble.login() ? backoff.longest() : backoff.next();
                if (!trouble.message().equals(board.lastError())) {
                    LOG.log(Level.INFO, "camera {0}: {1}", options.camera(), trouble.message());
                }
                board.failed(trouble.message());
                listener.onStatus(board.enter(
                        trouble.state(), trouble.message() + "; reconnecting in " + Trouble.seconds(pause)));
                if (stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                board.reconnecting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (board.state() != State.ENDED) {
                listener.onStatus(board.enter(State.DISABLED, "closed"));
            }
        }
    }

    /** @return what went wrong; null at the proper end of a file */
    private @Nullable Trouble attempt() throws InterruptedException {
        if (!OpenRequests.supported(options.source())) {
            return Trouble.refused("webcams cannot be read on this machine: its FFmpeg has no capture devices");
        }
        boolean opened = false;
        try (ReadWatch current = new ReadWatch(options.timeout())) {
            watch = current;
            if (stopping()) {
                return null;
            }
            Session.Surroundings around = new Session.Surroundings(
                    options, listener, board, clock, System::nanoTime, current, keys, ways.now(), numbers);
            try (Session session = Session.open(around)) {
                opened = true;
                current.extend(options.timeout());
                return run(session);
            } finally {
                // saying goodbye must not take longer than a moment
                current.extend(Duration.ofMillis(200));
            }
        } catch (FfmpegException e) {
            return Trouble.of(e, options, ways.now(), opened);
        } catch (RuntimeException | Error e) { // whatever it is, the next attempt may go well
            Faults.OURS.note("capture of camera " + options.camera(), e);
            return Trouble.lost("internal error: " + e);
        } finally {
            watch = null;
        }
    }

    private @Nullable Trouble run(Session session) throws FfmpegException, InterruptedException {
        try {
            return session.run();
        } finally {
            Duration live = session.liveFor();
            backoff.well(live);
            ways.well(live);
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Ends the stream; returns when its thread has ended, at most after some seconds. */
    @Override
    public void close() {
        stop.countDown();
        ReadWatch current = watch;
        if (current != null) {
            current.stop();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (thread.isAlive()) {
                LOG.log(Level.WARNING, "{0} has not ended within {1} s", thread.getName(), CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps a listener's mistakes from ending the stream. */
    private record Guard(StreamListener listener) implements StreamListener {
        @Override
        public void onStream(StreamInfo info) {
            guarded(() -> listener.onStream(info));
        }

        @Override
        public void onAccessUnit(AccessUnit unit) {
            guarded(() -> listener.onAccessUnit(unit));
        }

        @Override
        public void onPicture(Picture picture) {
            guarded(() -> listener.onPicture(picture));
        }

        @Override
        public void onStatus(StreamStatus status) {
            guarded(() -> listener.onStatus(status));
        }

        private static void guarded(Runnable call) {
            Faults.OURS.contain("a listener of " + Thread.currentThread().getName(), call);
        }
    }
}
