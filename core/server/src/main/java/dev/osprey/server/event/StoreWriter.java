package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Subject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection that writes, from its opening to its first failure. Owned by one thread. */
final class StoreWriter implements AutoCloseable {
    private static final int SOURCE_LENGTH = 8;
    private static final String INSERT = "INSERT INTO event"
            + " (number, type, camera, time, severity, object, label, zones, bytes, data)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement begin;
    private final PreparedStatement end;
    private final PreparedStatement advance;
    private Totals totals;

    private StoreWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.totals = read(connection);
        connection.commit();
        this.insert = connection.prepareStatement(INSERT);
        this.begin = connection.prepareStatement(
                "INSERT INTO open_object (object, number) VALUES (?, ?) ON CONFLICT (object) DO NOTHING");
        this.end = connection.prepareStatement("DELETE FROM open_object WHERE object = ?");
        this.advance = connection.prepareStatement(
                "UPDATE event_log SET last = ?, events = events + ?, bytes = bytes + ? WHERE id = 1");
    }

    static StoreWriter open(Database database) throws SQLException {
        database.prepare();
        Connection connection = database.writer();
        try {
            return new StoreWriter(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A log that is new gets its name. */
    private static Totals read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Totals known = totals(statement);
            if (known != null) {
                return known;
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO event_log (id, source, last, removed, events, bytes) VALUES (1, ?, 0, 0, 0, 0)")) {
                insert.setString(1, newSource());
                insert.executeUpdate();
            }
            Totals made = totals(statement);
            if (made == null) {
                throw new SQLException("the log's name was written, and is not there");
            }
            return made;
        }
    }

    private static @Nullable Totals totals(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT source, last, removed, events, bytes FROM event_log")) {
            return row.next()
                    ? new Totals(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))
                    : null;
        }
    }

    private static String newSource() {
        SecureRandom random = new SecureRandom();
        StringBuilder name = new StringBuilder(SOURCE_LENGTH);
        for (int i = 0; i < SOURCE_LENGTH; i++) {
            name.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return name.toString();
    }

    /** As of the last commit, or of the opening. */
    Totals totals() {
        return totals;
    }

    /**
     * Writes events and changes, all or none; they are on the disk when this returns. After an exception nobody knows
     * whether they are, and this connection is of no more use.
     *
     * @param first the number of the first event; the others follow
     * @return what each change gave
     */
    List<Object> commit(long first, List<NewEvent> events, List<Change<?>> changes) throws SQLException {
        long bytes = 0;
        long number = first;
        for (NewEvent event : events) {
            bytes += add(number, event);
            number++;
        }
        if (!events.isEmpty()) {
            insert.executeBatch();
            objects(first, events);
            advance.setLong(1, number - 1);
            advance.setLong(2, events.size());
            advance.setLong(3, bytes);
            advance.executeUpdate();
        }
        List<Object> results = new ArrayList<>(changes.size());
        for (Change<?> change : changes) {
            results.add(change.on(connection));
        }
        Totals after;
        if (changes.isEmpty()) {
            after = new Totals(
                    totals.source(),
                    number - 1,
                    totals.removed(),
                    totals.events() + events.size(),
                    totals.bytes() + bytes);
        } else {
            after = read(connection);
        }
        connection.commit();
        totals = after;
        return results;
    }

    private long add(long number, NewEvent stored) throws SQLException {
        Event event = stored.event();
        String object = event.subject().map(Subject::object).orElse(null);
        String label = event.subject().map(Subject::label).orElse(null);
        int bytes = stored.data().getBytes(StandardCharsets.UTF_8).length;
        insert.setLong(1, number);
        insert.setString(2, event.type().typeName());
        insert.setString(3, event.camera());
        insert.setLong(4, micros(event.time()));
        insert.setInt(5, event.severity().ordinal());
        setText(6, object);
        setText(7, label);
        insert.setString(8, zones(event));
        insert.setInt(9, bytes);
        insert.setString(10, stored.data());
        insert.addBatch();
        return bytes;
    }

    private void setText(int index, @Nullable String text) throws SQLException {
        if (text == null) {
            insert.setNull(index, Types.VARCHAR);
        } else {
            insert.setString(index, text);
        }
    }

    private void objects(long first, List<NewEvent> events) throws SQLException {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i).event();
            if (event.subject().isEmpty()) {
                continue;
            }
            String object = event.subject().get().object();
            if (event.type() == EventType.OBJECT_NEW) {
                begin.setString(1, object);
                begin.setLong(2, first + i);
                begin.executeUpdate();
            } else if (event.type() == EventType.OBJECT_END) {
                end.setString(1, object);
                end.executeUpdate();
            }
        }
    }

    /** The data of events behind this number, in order, as they are stored. */
    List<String> dataAfter(long number, int limit) throws SQLException {
        List<String> data = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT data FROM event WHERE number > ? ORDER BY number LIMIT ?")) {
            select.setLong(1, number);
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    data.add(rows.getString(1));
                }
            }
        }
        connection.commit();
        return data;
    }

    /** The newest event of each object that has begun and not ended, in the order of their beginnings. */
    List<String> openObjects() throws SQLException {
        List<String> data = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT e.data FROM open_object o JOIN event e ON e.number ="
                        + " (SELECT max(n.number) FROM event n WHERE n.object = o.object) ORDER BY o.number")) {
            while (rows.next()) {
                data.add(rows.getString(1));
            }
        }
        connection.commit();
        return data;
    }

    /** Those whose events are gone altogether. */
    void forgetOpenObjects() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM open_object");
        }
        connection.commit();
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Between commas, so that one can be looked for. */
    static String zones(Event event) {
        Set<String> names = EventQuery.zonesOf(event);
        return names.isEmpty() ? "" : "," + String.join(",", names) + ",";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
