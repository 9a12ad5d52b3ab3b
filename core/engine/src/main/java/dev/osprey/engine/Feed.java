package dev.osprey.engine;

import dev.osprey.engine.frame.Picture;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Where one camera hands in its pictures. Thread-safe; pictures are analysed one at a time, in order. */
public interface Feed extends AutoCloseable {
    /** For live cameras: never waits. A picture that still waits is given up for the newer one, and counted. */
    void offer(Picture picture);

    /** For files: waits while another picture waits. Takes over the caller's reference in any case. */
    void submit(Picture picture) throws InterruptedException;

    /**
     * The pictures to come are of a new stream. Stages that remember pictures are made anew, in the background: until
     * they are, pictures are analysed without them. Does not block.
     */
    void newStream();

    /** Waits until everything handed in is analysed and delivered. */
    void drain(Duration deadline) throws InterruptedException, TimeoutException;

    FeedStats stats();

    /** Gives up the picture that waits. A call that runs may still finish, but nothing more is delivered. */
    @Override
    void close();
}
