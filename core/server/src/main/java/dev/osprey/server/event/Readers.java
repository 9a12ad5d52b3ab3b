package dev.osprey.server.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections for reading: a few at once, opened when needed, closed at their first failure. Who finds none free waits,
 * but not for long. Thread-safe.
 */
final class Readers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Readers.class.getName());
    private static final int MOST = 4;
    private static final int WAIT_SECONDS = 5;

    private final Database database;
    private final Semaphore free = new Semaphore(MOST);

    /* Guarded by this. */
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    Readers(Database database) {
        this.database = database;
    }

    /** Blocks. */
    <T> T ask(Question<T> question) throws StoreUnavailableException {
        try {
            if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException(
                        "the event store is busy: " + MOST + " questions took more than " + WAIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the event store", e);
        }
        try {
            return asked(question);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the event store cannot be read: " + database.words(e), e);
        } finally {
            free.release();
        }
    }

    /** One that was idle may have died meanwhile: then another is tried once. */
    private <T> T asked(Question<T> question) throws SQLException {
        Connection kept = kept();
        if (kept != null) {
            try {
                return on(kept, question);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "a kept connection failed", e);
            }
        }
        return on(database.reader(), question);
    }

    private <T> T on(Connection connection, Question<T> question) throws SQLException {
        boolean good = false;
        try {
            T answer = question.ask(connection);
            good = true;
            return answer;
        } finally {
            if (!good || !keep(connection)) {
                connection.close();
            }
        }
    }

    private synchronized @Nullable Connection kept() {
        return idle.pollFirst();
    }

    private synchronized boolean keep(Connection connection) {
        if (!closed) {
            idle.addFirst(connection);
        }
        return !closed;
    }

    @Override
    public void close() {
        Deque<Connection> all;
        synchronized (this) {
            closed = true;
            all = new ArrayDeque<>(idle);
            idle.clear();
        }
        for (Connection connection : all) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
            }
        }
    }
}
