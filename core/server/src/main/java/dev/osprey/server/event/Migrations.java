package dev.osprey.server.event;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings tables up to date. */
final class Migrations {
    private Migrations() {}

    /** @param kind the folder of scripts */
    static void run(FluentConfiguration configuration, String kind) throws SQLException {
        try {
            Flyway flyway = configuration
                    .locations("classpath:dev/osprey/server/event/" + kind)
                    .failOnMissingLocations(true)
                    .load();
            flyway.migrate();
        } catch (FlywayException e) {
            throw new SQLException("the tables cannot be brought up to date: " + e.getMessage(), cause(e));
        }
    }

    /** The database's own word on it, where there is one. */
    private static Throwable cause(FlywayException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return cause;
            }
        }
        return e;
    }
}
