package dev.osprey.server.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes events out of the store. Numbers are not given again. */
final class Removal {
    private Removal() {}

    /** False: it is not there. */
    static boolean one(Connection connection, long number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT bytes FROM event WHERE number = ?")) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                count(connection, 1, row.getLong(1), 0);
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM event WHERE number = ?")) {
            delete.setLong(1, number);
            delete.executeUpdate();
        }
        return true;
    }

    static boolean nothingLeftOf(Connection connection, String object) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM event WHERE object = ? LIMIT 1")) {
            select.setString(1, object);
            try (ResultSet row = select.executeQuery()) {
                return !row.next();
            }
        }
    }

    /**
     * Removes the oldest that are too old or too much.
     *
     * @param beforeMicros what is older is too old
     * @param mostBytes what may stay
     * @param atMost events at once
     * @return how many are removed
     */
    static int oldest(Connection connection, long beforeMicros, long mostBytes, int atMost) throws SQLException {
        long total;
        try (PreparedStatement select = connection.prepareStatement("SELECT bytes FROM event_log");
                ResultSet row = select.executeQuery()) {
            total = row.next() ? row.getLong(1) : 0;
        }
        long until = 0;
        long bytes = 0;
        int events = 0;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT number, time, bytes FROM event ORDER BY number LIMIT ?")) {
            select.setInt(1, atMost);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next() && (rows.getLong(2) < beforeMicros || total - bytes > mostBytes)) {
                    until = rows.getLong(1);
                    bytes += rows.getLong(3);
                    events++;
                }
            }
        }
        if (events > 0) {
            upTo(connection, "event", until);
            upTo(connection, "dead_letter", until);
            count(connection, events, bytes, until);
        }
        return events;
    }

    private static void upTo(Connection connection, String table, long number) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE number <= ?")) {
            delete.setLong(1, number);
            delete.executeUpdate();
        }
    }

    /** @param removed up to this number all are gone */
    private static void count(Connection connection, long events, long bytes, long removed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE event_log SET events = events - ?,"
                + " bytes = bytes - ?, removed = CASE WHEN removed > ? THEN removed ELSE ? END WHERE id = 1")) {
            update.setLong(1, events);
            update.setLong(2, bytes);
            update.setLong(3, removed);
            update.setLong(4, removed);
            update.executeUpdate();
        }
    }
}
