package dev.osprey.server.event;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** A schema of its own in somebody's PostgreSQL. */
final class PostgresDatabase implements Database {
    private static final String SCHEMA = "osprey";

    /* Any number that is the same in all servers: it names the lock of who writes. */
    private static final long LOCK = 0x6f73707265790001L;

    private final String url;
    private final Properties properties = new Properties();

    /* Guarded by this. */
    private boolean migrated;

    PostgresDatabase(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        /* In seconds. Without these a call to a machine that is gone takes as long as TCP does. */
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "15");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("cancelSignalTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "osprey");
    }

    @Override
    public synchronized void prepare() throws SQLException {
        if (!migrated) {
            Migrations.run(
                    Flyway.configure()
                            .dataSource(url, properties.getProperty("user"), properties.getProperty("password"))
                            .schemas(SCHEMA)
                            .createSchemas(true),
                    "postgresql");
            migrated = true;
        }
    }

    @Override
    public Connection writer() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = on");
            /* If this machine is cut off, the server lets the lock go within half a minute. */
            statement.execute("SET tcp_keepalives_idle = 10");
            statement.execute("SET tcp_keepalives_interval = 5");
            statement.execute("SET tcp_keepalives_count = 3");
            try (ResultSet got = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                if (!got.next() || !got.getBoolean(1)) {
                    throw new SQLException(
                            "another server writes to this database: give each its own (if that one was just stopped,"
                                    + " this clears up within half a minute)");
                }
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
        Connection connection = open();
        try {
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            connection.setSchema(SCHEMA);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean isItemsFault(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    @Override
    public String words(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals("53100")) {
            return "the disk of the database is full: make room there";
        }
        if (state.startsWith("28")) {
            return "the database refuses the login (" + e.getMessage() + "): look at store.user and store.password";
        }
        if (state.startsWith("08") || state.startsWith("57")) {
            return "the database cannot be reached (" + e.getMessage() + "): is it running?";
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        // The lock is a session's: it ends with the connection of who writes.
    }
}
