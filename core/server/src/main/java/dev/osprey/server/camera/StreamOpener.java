package dev.osprey.server.camera;

import dev.osprey.media.camera.CameraStream;
import dev.osprey.media.camera.StreamListener;
import dev.osprey.media.camera.StreamOptions;
import dev.osprey.media.camera.StreamStatus;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes connections to cameras; what tests put in the place of real ones. */
@FunctionalInterface
public interface StreamOpener {
    /**
     * Begins to connect, and goes on until closed. Does not block. The numbers of its streams are unique among all that
     * this opener has made, so that a viewer of many cameras can tell them apart by the number alone.
     */
    Opened open(StreamOptions options, StreamListener listener);

    /** Real cameras. */
    static StreamOpener real() {
        AtomicInteger numbers = new AtomicInteger();
        return (options, listener) -> {
            CameraStream stream = new CameraStream(options, listener, numbers::incrementAndGet);
            stream.start();
            return new Opened() {
                @Override
                public StreamStatus status() {
                    return stream.status();
                }

                @Override
                public void close() {
                    stream.close();
                }
            };
        };
    }

    /** A connection that keeps itself up. */
    interface Opened extends AutoCloseable {
        /** Cheap. */
        StreamStatus status();

        /** Nothing is delivered once it has returned; may block for seconds, and may be called again. */
        @Override
        void close();
    }
}
