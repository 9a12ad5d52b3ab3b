package dev.osprey.server.camera;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.camera.State;
import dev.osprey.media.camera.StreamListener;
import dev.osprey.media.camera.StreamOptions;
import dev.osprey.media.camera.StreamStatus;
import dev.osprey.server.FakePicture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Cameras that send what a test tells them to. */
final class FakeCameras implements StreamOpener {
    private final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> closed = new LinkedBlockingQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    @Override
    public Opened open(StreamOptions options, StreamListener listener) {
        Connection connection = new Connection(options, listener);
        opened.add(connection);
        return connection;
    }

    Connection awaitOpened() throws InterruptedException {
        return taken(opened, "opened");
    }

    Connection awaitClosed() throws InterruptedException {
        return taken(closed, "closed");
    }

    boolean nothingOpened() {
        return opened.isEmpty();
    }

    private static Connection taken(BlockingQueue<Connection> queue, String what) throws InterruptedException {
        Connection connection = queue.poll(10, TimeUnit.SECONDS);
        if (connection == null) {
            throw new AssertionError("no stream was " + what + " within 10 s");
        }
        return connection;
    }

    final class Connection implements Opened {
        final StreamOptions options;
        final List<FakePicture> pictures = new ArrayList<>();
        private final StreamListener listener;
        private volatile State state = State.CONNECTING;
        private int stream;
        private boolean over;
        private volatile CountDownLatch hangs = new CountDownLatch(0);

        Connection(StreamOptions options, StreamListener listener) {
            this.options = options;
            this.listener = listener;
        }

        synchronized void live() {
            stream = numbers.incrementAndGet();
            state = State.LIVE;
            listener.onStream(new StreamInfo(options.camera(), stream, "avc1.4d401f", 640, 360));
            listener.onAccessUnit(new AccessUnit(options.camera(), stream, true, false, 0, 0, new byte[1]));
            listener.onStatus(status());
        }

        synchronized FakePicture show(long sequence, Instant capturedAt) {
            FakePicture picture = new FakePicture(stream, sequence, capturedAt);
            pictures.add(picture);
            if (!over) {
                listener.onPicture(picture);
            } else {
                picture.release();
            }
            return picture;
        }

        @Override
        public StreamStatus status() {
            return new StreamStatus(
                    options.camera(),
                    options.source().redacted(),
                    state,
                    "as told",
                    stream,
                    640,
                    360,
                    "avc1.4d401f",
                    14.96,
                    1_234_567,
                    2,
                    0,
                    5,
                    0,
                    0,
                    3,
                    "lost once",
                    Instant.EPOCH);
        }

        /** What it is told to bring although nobody wants it any more. */
        void unit(int pts) {
            listener.onAccessUnit(new AccessUnit(options.camera(), stream, true, false, pts, 0, new byte[1]));
        }

        /** Its end will take until this is counted down. */
        CountDownLatch hangs() {
            hangs = new CountDownLatch(1);
            return hangs;
        }

        @Override
        public void close() {
            closed.add(this);
            try {
                if (!hangs.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("a connection was not let go within 30 s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                over = true;
            }
        }
    }
}
