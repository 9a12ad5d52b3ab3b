package dev.osprey.server.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How far each sink has come in the log, and what it could not deliver. Thread-safe; what reads blocks. */
public final class SinkLedger {
    private static final int LONGEST_REASON = 1000;

    private final EventLog log;
    private final Readers readers;
    private final InstantSource clock;

    SinkLedger(EventLog log, Readers readers, InstantSource clock) {
        this.log = log;
        this.readers = readers;
        this.clock = clock;
    }

    /** How far a sink has come; empty: it is new. */
    public Optional<Cursor> position(String sink) throws StoreUnavailableException {
        String source = log.source();
        return readers.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT position FROM sink WHERE name = ?")) {
                select.setString(1, sink);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(new Cursor(source, row.getLong(1))) : Optional.empty();
                }
            }
        });
    }

    /** Keeps how far a sink has come. */
    public CompletableFuture<Boolean> advance(String sink, long number) {
        return log.change(connection -> advance(connection, sink, number));
    }

    private static boolean advance(Connection connection, String sink, long number) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO sink (name, position) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET position = excluded.position")) {
            upsert.setString(1, sink);
            upsert.setLong(2, number);
            return upsert.executeUpdate() > 0;
        }
    }

    /** Lays an event aside, and goes on behind it: both or neither. */
    public CompletableFuture<Boolean> bury(String sink, long number, int attempts, String reason) {
        Instant at = clock.instant();
        String said = reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
        return log.change(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(
                    "INSERT INTO dead_letter (sink, number, at, attempts, reason) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (sink, number) DO UPDATE SET at = excluded.at,"
                            + " attempts = excluded.attempts, reason = excluded.reason")) {
                upsert.setString(1, sink);
                upsert.setLong(2, number);
                upsert.setLong(3, StoreWriter.micros(at));
                upsert.setInt(4, attempts);
                upsert.setString(5, said);
                upsert.executeUpdate();
            }
            return advance(connection, sink, number);
        });
    }

    /** The newest dead letters of a sink. */
    public List<DeadLetter> deadLetters(String sink, int limit) throws StoreUnavailableException {
        String source = log.source();
        return readers.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT number, at, attempts, reason"
                    + " FROM dead_letter WHERE sink = ? ORDER BY number DESC LIMIT ?")) {
                select.setString(1, sink);
                select.setInt(2, limit);
                List<DeadLetter> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(new DeadLetter(
                                new Cursor(source, rows.getLong(1)),
                                Instant.EPOCH.plus(rows.getLong(2), ChronoUnit.MICROS),
                                rows.getInt(3),
                                rows.getString(4)));
                    }
                }
                return found;
            }
        });
    }
}
