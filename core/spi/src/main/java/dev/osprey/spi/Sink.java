package dev.osprey.spi;

import java.util.List;

/**
 * A receiver of events. The host calls it on one thread, one call at a time, and hands in events in the order of the
 * log; it is called again with what it did not take, so that nothing is lost, and an event may come twice with one id.
 */
public interface Sink extends AutoCloseable {
    /**
     * Delivers events. Once it returns, they are taken for delivered, whatever happens to this process or to the machine.
     * A call that takes longer than the host's deadline is interrupted, and counts as failed.
     *
     * @param events at least one, in the order of the log
     * @throws SinkException says how many were delivered, and whether to try again or to lay one aside; any other
     *     exception means that none was delivered, and that all shall come again later
     */
    void deliver(List<SinkEvent> events) throws Exception;

    /** Releases what the sink holds. Called once, on the thread that delivers. */
    @Override
    default void close() throws Exception {}
}
