package dev.osprey.server.camera;

import dev.osprey.media.camera.CameraStream;
import dev.osprey.media.camera.StreamListener;
import dev.osprey.media.camera.StreamOptions;
import dev.osprey.media.camera.StreamStatus;

/** Makes connections to cameras; what tests put in the place of real ones. */
@FunctionalInterface
public interface StreamOpener {
    /** Begins to connect, and goes on until closed. Does not block. */
    Opened open(StreamOptions options, StreamListener listener);

    /** Real cameras. */
    static StreamOpener real() {
        return (options, listener) -> {
            CameraStream stream = new CameraStream(options, listener);
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

        /** Nothing is delivered once it has returned. */
        @Override
        void close();
    }
}
