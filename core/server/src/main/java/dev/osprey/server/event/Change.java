package dev.osprey.server.event;

import java.sql.Connection;
import java.sql.SQLException;

/** A change of what is stored, other than a new event. May be made more than once before it is known to be kept. */
@FunctionalInterface
interface Change<T> {
    T on(Connection connection) throws SQLException;
}
