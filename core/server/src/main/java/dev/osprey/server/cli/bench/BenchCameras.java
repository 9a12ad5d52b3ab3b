package dev.osprey.server.cli.bench;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.camera.CameraStream;
import dev.osprey.media.camera.StreamListener;
import dev.osprey.media.camera.StreamOptions;
import dev.osprey.media.camera.StreamStatus;
import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.server.cli.home.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Cameras that play a clip within this process, captured over RTSP and decoded: each in its own time. */
final class BenchCameras implements AutoCloseable {
    private static final Duration LIVE_WITHIN = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Deque<CameraStream> streams = new ArrayDeque<>();
    private final CountDownLatch live;
    private final LongAdder decoded = new LongAdder();
    private volatile Sink sink = (camera, picture) -> picture.release();

    /** Takes the pictures, each with its reference; called by the cameras' threads, and must not block. */
    @FunctionalInterface
    interface Sink {
        void take(int camera, Picture picture);
    }

    BenchCameras(Path clip, int cameras) throws IOException, ConfigException {
        live = new CountDownLatch(cameras);
        try {
            for (int camera = 0; camera < cameras; camera++) {
                RtspCamera simulator = RtspCamera.serving(clip).start();
                opened.push(simulator);
                StreamOptions options = StreamOptions.of(
                        "bench-" + camera, SourceUrl.parse(simulator.url("bench"), SourceUrl.FROM_FILE));
                CameraStream stream = new CameraStream(options, new Listener(camera));
                opened.push(stream);
                streams.add(stream);
                stream.start();
            }
        } catch (IOException | ConfigException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where pictures go from now on. */
    void into(Sink newSink) {
        sink = newSink;
    }

    /** Pictures so far, of all cameras. */
    long decoded() {
        return decoded.sum();
    }

    /** Waits until each has shown a picture. */
    void awaitLive() throws InterruptedException, CommandFailedException {
        if (live.await(LIVE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            return;
        }
        for (CameraStream stream : streams) {
            StreamStatus status = stream.status();
            if (status.framesDecoded() == 0) {
                throw new CommandFailedException("camera " + status.camera() + " showed no picture within "
                        + LIVE_WITHIN.toSeconds() + " s: " + status.message());
            }
        }
    }

    /** Says if a camera was lost while it was measured, which spoils the figures. */
    void requireUnbroken() throws CommandFailedException {
        for (CameraStream stream : streams) {
            StreamStatus status = stream.status();
            if (status.reconnects() > 0) {
                throw new CommandFailedException("camera " + status.camera() + " was lost while it was measured: "
                        + status.lastError() + "; measure fewer cameras, or end what else keeps this machine busy");
            }
        }
    }

    @Override
    public void close() {
        sink = (camera, picture) -> picture.release();
        for (AutoCloseable each : opened) {
            if (each instanceof CameraStream stream) {
                stream.close();
            } else if (each instanceof RtspCamera simulator) {
                simulator.close();
            }
        }
    }

    private final class Listener implements StreamListener {
        private final int camera;
        private boolean seen;

        Listener(int camera) {
            this.camera = camera;
        }

        @Override
        public void onPicture(Picture picture) {
            decoded.increment();
            sink.take(camera, picture);
            if (!seen) {
                seen = true;
                live.countDown();
            }
        }

        @Override
        public void onStream(StreamInfo info) {}

        @Override
        public void onAccessUnit(AccessUnit unit) {}

        @Override
        public void onStatus(StreamStatus status) {}
    }
}
