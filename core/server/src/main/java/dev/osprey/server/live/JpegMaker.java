package dev.osprey.server.live;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one camera's pictures in one size, once for all who want it: a slot of one before it, in which the newest
 * wins, and never two at once.
 */
final class JpegMaker implements Runnable {
    private final CameraChannel channel;
    private final JpegSpec spec;
    private final HubOptions options;
    private final JpegFarm.Shop shop;

    /* Guarded by this. */
    private @Nullable Job waiting;
    private boolean running;
    private boolean closed;
    private boolean started;
    private long lastAt;

    /** Holds a reference to the picture. */
    private record Job(Picture picture, @Nullable Analysis analysis) {}

    JpegMaker(CameraChannel channel, JpegSpec spec, HubOptions options, JpegFarm.Shop shop) {
        this.channel = channel;
        this.spec = spec;
        this.options = options;
        this.shop = shop;
    }

    /** The caller keeps its reference. */
    void offer(Picture picture, @Nullable Analysis analysis) {
        if (!due() || !channel.takesJpeg(spec)) {
            return;
        }
        Job old;
        boolean start;
        synchronized (this) {
            if (closed) {
                return;
            }
            old = waiting;
            waiting = new Job(picture.retain(), analysis);
            lastAt = options.nanoClock().getAsLong();
            started = true;
            start = !running;
            running = true;
        }
        if (old != null) {
            old.picture().release();
        }
        if (start) {
            try {
                shop.workers().execute(this);
            } catch (RejectedExecutionException closing) {
                close();
            } catch (Throwable e) { // no memory for a thread: the next picture tries again
                synchronized (this) {
                    running = false;
                }
                Faults.OURS.note("making a JPEG of camera " + channel.camera(), e);
            }
        }
    }

    private synchronized boolean due() {
        return !started
                || options.nanoClock().getAsLong() - lastAt
                        >= options.jpegInterval().toNanos();
    }

    @Override
    public void run() {
        Job job;
        while ((job = next()) != null) {
            Job current = job;
            Faults.OURS.contain("making a JPEG of camera " + channel.camera(), () -> encode(current));
            Faults.OURS.contain("release of a picture", current.picture()::release);
        }
    }

    private synchronized @Nullable Job next() {
        Job job = waiting;
        waiting = null;
        running = job != null;
        return job;
    }

    private void encode(Job job) {
        Picture picture = job.picture();
        byte[] data = shop.encoder().encode(picture, job.analysis(), spec.maxWidth());
        int width = spec.maxWidth() == 0 ? picture.width() : Math.min(spec.maxWidth(), picture.width());
        int height = (int) Math.max(1, Math.round((double) picture.height() * width / picture.width()));
        StreamInfo info = new StreamInfo(channel.camera(), picture.stream(), "jpeg", width, height);
        long capturedAtMicros = ChronoUnit.MICROS.between(Instant.EPOCH, picture.capturedAt());
        channel.deliverJpeg(
                spec,
                info,
                new AccessUnit(
                        channel.camera(), picture.stream(), true, true, picture.ptsMicros(), capturedAtMicros, data));
    }

    void close() {
        Job old;
        synchronized (this) {
            closed = true;
            old = waiting;
            waiting = null;
        }
        if (old != null) {
            old.picture().release();
        }
    }
}
