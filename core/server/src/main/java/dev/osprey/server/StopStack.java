package dev.osprey.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be closed in reverse order within a deadline. */
final class StopStack implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StopStack.class.getName());

    private final Duration deadline;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private volatile String closing = "nothing";

    private record Entry(String name, AutoCloseable part) {}

    StopStack(Duration deadline) {
        this.deadline = deadline;
    }

    synchronized <T extends AutoCloseable> T push(String name, T part) {
        entries.push(new Entry(name, part));
        return part;
    }

    @Override
    public synchronized void close() {
        if (entries.isEmpty()) {
            return;
        }
        Deque<Entry> all = new ArrayDeque<>(entries);
        entries.clear();
        Thread thread = new Thread(() -> closeAll(all), "stop");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(deadline.toMillis());
            if (thread.isAlive()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "stopping takes more than {0} s: gave up while closing {1}",
                        deadline.toSeconds(),
                        closing);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll(Deque<Entry> all) {
        for (Entry entry : all) {
            closing = entry.name();
            try {
                entry.part().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "closing " + entry.name() + " failed", e);
            }
        }
    }
}
