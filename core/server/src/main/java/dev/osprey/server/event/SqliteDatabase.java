package dev.osprey.server.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A file in the data folder. */
final class SqliteDatabase implements Database {
    private static final int BUSY_MILLIS = 5_000;
    private static final int WAL_LIMIT_BYTES = 64 << 20;
    private static final String NATIVE_FOLDER = "org.sqlite.tmpdir";
    private static final String NATIVE_GIVEN = "org.sqlite.lib.path";

    private final Path file;
    private final Path lockFile;
    private final LongSupplier maxPages;

    /* Guarded by this. */
    private @Nullable FileChannel channel;
    private @Nullable FileLock lock;
    private boolean migrated;

    SqliteDatabase(Path folder) {
        this(folder, () -> 0);
    }

    /** @param maxPages asked at each opening: the most pages that the file may have; 0: no limit */
    SqliteDatabase(Path folder, LongSupplier maxPages) {
        this.file = folder.resolve("events.db");
        this.lockFile = folder.resolve("events.lock");
        this.maxPages = maxPages;
        nativeLibrary(folder);
    }

    /** Where the driver unpacks its library, unless a distribution has it unpacked. */
    private static void nativeLibrary(Path folder) {
        if (System.getProperty(NATIVE_GIVEN) == null && System.getProperty(NATIVE_FOLDER) == null) {
            try {
                Path own = Files.createDirectories(folder.resolve("native"));
                System.setProperty(NATIVE_FOLDER, own.toAbsolutePath().toString());
            } catch (IOException e) {
                throw new UncheckedIOException("no folder for SQLite's library can be made in " + folder, e);
            }
        }
    }

    @Override
    public synchronized void prepare() throws SQLException {
        takeLock();
        if (!migrated) {
            /* Its first connection makes the file what it stays: in WAL mode. */
            writer().close();
            Migrations.run(Flyway.configure().dataSource(url(), null, null), "sqlite");
            migrated = true;
        }
    }

    private void takeLock() throws SQLException {
        if (lock != null) {
            return;
        }
        FileChannel opened = null;
        try {
            opened = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = opened.tryLock();
            channel = opened;
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            throw new SQLException(lockFile + " cannot be locked: " + e, e);
        } finally {
            if (lock == null) {
                closed(opened);
            }
        }
        if (lock == null) {
            throw new SQLException("another server writes to " + file + ": two cannot share a data folder");
        }
    }

    private static void closed(@Nullable FileChannel opened) throws SQLException {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                throw new SQLException("the lock cannot be given back: " + e, e);
            }
        }
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    @Override
    public Connection writer() throws SQLException {
        SQLiteConfig config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        Connection connection = config.createConnection(url());
        try (Statement statement = connection.createStatement()) {
            if (maxPages.getAsLong() > 0) {
                statement.execute("PRAGMA max_page_count = " + maxPages.getAsLong());
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection reader() throws SQLException {
        Connection connection = config().createConnection(url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(WAL_LIMIT_BYTES);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static @Nullable SQLiteErrorCode code(SQLException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLiteException sqlite) {
                /* The low byte of an extended code is its family. */
                return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
            }
        }
        return null;
    }

    @Override
    public boolean isItemsFault(SQLException e) {
        SQLiteErrorCode code = code(e);
        return code == SQLiteErrorCode.SQLITE_CONSTRAINT
                || code == SQLiteErrorCode.SQLITE_TOOBIG
                || code == SQLiteErrorCode.SQLITE_MISMATCH;
    }

    @Override
    public String words(SQLException e) {
        SQLiteErrorCode code = code(e);
        if (code == null) {
            return String.valueOf(e.getMessage());
        }
        return switch (code) {
            case SQLITE_FULL -> "the disk of " + file + " is full: make room there";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN -> file
                    + " cannot be opened for writing: look at the permissions of it and of its folder";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> file
                    + " is damaged: stop the server, keep the file elsewhere and start without it; events begin anew";
            case SQLITE_IOERR -> "reading or writing " + file + " fails: look at the disk (" + e.getMessage() + ")";
            default -> file + ": " + e.getMessage();
        };
    }

    @Override
    public synchronized void close() {
        try {
            closed(channel);
        } catch (SQLException e) {
            System.getLogger(SqliteDatabase.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
        channel = null;
        lock = null;
    }
}
