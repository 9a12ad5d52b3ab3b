package dev.osprey.server.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.event.EventJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Questions to the store, on a connection that cannot change anything. */
final class StoreReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "number, data, acknowledged_at, acknowledged_by";

    /** So many numbers are looked at in one question to the database, that none takes long. */
    static final long WINDOW = 50_000;

    /** A search that has taken so long gives what it has. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final Connection connection;
    private final String source;
    private final LongSupplier nanoClock;

    StoreReader(Connection connection, String source, LongSupplier nanoClock) {
        this.connection = connection;
        this.source = source;
        this.nanoClock = nanoClock;
    }

    /**
     * Those behind a number that match, oldest first.
     *
     * @param last nothing above this is looked at
     */
    EventPage after(EventQuery query, long number, long last, int limit) throws SQLException {
        List<StoredEvent> found = new ArrayList<>();
        long began = nanoClock.getAsLong();
        long looked = number;
        while (looked < last && found.size() < limit) {
            long until = Math.min(last, looked + WINDOW);
            int wanted = limit - found.size();
            List<StoredEvent> some = window(query, looked + 1, until, wanted, true);
            found.addAll(some);
            looked = some.size() == wanted ? some.get(wanted - 1).number() : until;
            if (nanoClock.getAsLong() - began > PATIENCE_NANOS) {
                break;
            }
        }
        return new EventPage(found, Math.min(number + 1, looked), looked, looked < last);
    }

    /**
     * Those before a number that match, newest first.
     *
     * @param removed nothing up to this is there any more
     */
    EventPage before(EventQuery query, long number, long removed, int limit) throws SQLException {
        List<StoredEvent> found = new ArrayList<>();
        long began = nanoClock.getAsLong();
        long looked = number;
        while (looked > removed + 1 && found.size() < limit) {
            long from = Math.max(removed + 1, looked - WINDOW);
            int wanted = limit - found.size();
            List<StoredEvent> some = window(query, from, looked - 1, wanted, false);
            found.addAll(some);
            looked = some.size() == wanted ? some.get(wanted - 1).number() : from;
            if (nanoClock.getAsLong() - began > PATIENCE_NANOS) {
                break;
            }
        }
        return new EventPage(found, looked, number - 1, looked > removed + 1);
    }

    Optional<StoredEvent> find(long number) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM event WHERE number = ?")) {
            select.setLong(1, number);
            List<StoredEvent> found = events(select);
            return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
        }
    }

    private List<StoredEvent> window(EventQuery query, long from, long until, int limit, boolean upwards)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(from, until));
        String sql = "SELECT " + COLUMNS + " FROM event WHERE number BETWEEN ? AND ?" + conditions(query, values)
                + " ORDER BY number" + (upwards ? "" : " DESC") + " LIMIT ?";
        values.add(limit);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            return events(select);
        }
    }

    private static String conditions(EventQuery query, List<Object> values) {
        StringBuilder sql = new StringBuilder();
        if (!query.cameras().isEmpty()) {
            sql.append(" AND ").append(in("camera", query.cameras(), values));
        }
        List<String> rest = new ArrayList<>();
        if (!query.types().isEmpty()) {
            List<String> names = new ArrayList<>();
            query.types().forEach(type -> names.add(type.typeName()));
            rest.add(in("type", Set.copyOf(names), values));
        }
        if (!query.labels().isEmpty()) {
            rest.add(in("label", query.labels(), values));
        }
        if (!query.zones().isEmpty()) {
            List<String> each = new ArrayList<>();
            query.zones().forEach(zone -> {
                each.add("zones LIKE ? ESCAPE '!'");
                values.add("%," + zone.replace("!", "!!").replace("%", "!%").replace("_", "!_") + ",%");
            });
            rest.add("(" + String.join(" OR ", each) + ")");
        }
        if (query.severity().ordinal() > 0) {
            rest.add("severity >= ?");
            values.add(query.severity().ordinal());
        }
        query.from().ifPresent(time -> {
            rest.add("time >= ?");
            values.add(StoreWriter.micros(time));
        });
        query.to().ifPresent(time -> {
            rest.add("time < ?");
            values.add(StoreWriter.micros(time));
        });
        if (!rest.isEmpty()) {
            sql.append(" AND (type = 'dev.osprey.gap' OR ")
                    .append(String.join(" AND ", rest))
                    .append(')');
        }
        return sql.toString();
    }

    private static String in(String column, Set<String> names, List<Object> values) {
        values.addAll(names);
        return column + " IN (" + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
    }

    private List<StoredEvent> events(PreparedStatement select) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                events.add(event(rows));
            }
        }
        return events;
    }

    private StoredEvent event(ResultSet row) throws SQLException {
        String data = row.getString(2);
        long at = row.getLong(3);
        Optional<Acknowledgement> acknowledged = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Acknowledgement(Instant.EPOCH.plus(at, ChronoUnit.MICROS), row.getString(4)));
        try {
            return new StoredEvent(
                    new Cursor(source, row.getLong(1)), EventJson.read(JSON.readTree(data)), data, acknowledged);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SQLException("event " + row.getLong(1) + " cannot be read: " + e.getMessage(), e);
        }
    }
}
