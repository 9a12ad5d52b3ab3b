package dev.osprey.server.live;

/** One viewer's claim on one camera; ends with {@link #close}. Thread-safe. */
public interface Subscription extends AutoCloseable {
    LiveRequest request();

    /** What was handed over and what was dropped so far. */
    Counts counts();

    /** Nothing is handed over once this has returned, unless it is called from within the sink. */
    @Override
    void close();

    /**
     * Figures of a subscription.
     *
     * @param delivered units handed to the sink
     * @param bytes of those units
     * @param dropped units left out, as the sink was full or waited for a key frame
     * @param droppedMessages results and status left out as the sink was full
     * @param jpeg whether it gets JPEG now, by wish or as it fell behind
     */
    record Counts(long delivered, long bytes, long dropped, long droppedMessages, boolean jpeg) {}
}
