package dev.osprey.server.event;

import java.sql.Connection;
import java.sql.SQLException;

/** The database behind the store: how it is opened and what it says when it fails. Thread-safe. */
interface Database extends AutoCloseable {
    /**
     * Makes sure that this process alone writes, and brings the tables up to date; blocks.
     *
     * @throws SQLException if it cannot be reached, or another process writes to it
     */
    void prepare() throws SQLException;

    /** A connection for the one that writes: commits are on the disk when they return. Without auto-commit. */
    Connection writer() throws SQLException;

    /** A connection that cannot change anything. */
    Connection reader() throws SQLException;

    /** Whether what was written is to blame, and not the database: it would fail again at any time. */
    boolean isItemsFault(SQLException e);

    /** What is wrong and what to do, for the operator. */
    String words(SQLException e);

    /** Lets other processes write. */
    @Override
    void close();
}
