package dev.osprey.engine.event;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What is to be watched for before one camera.
 *
 * @param zones with names of their own
 * @param lines with names of their own
 * @param masks areas in which nothing counts
 * @param rules with names of their own
 * @param timezone of all schedules
 */
public record Scene(List<Zone> zones, List<Line> lines, List<Zone> masks, List<Rule> rules, ZoneId timezone) {
    /** Objects come and go, and that is all. */
    public static final Scene EMPTY = new Scene(List.of(), List.of(), List.of(), List.of(), ZoneOffset.UTC);

    public Scene {
        zones = List.copyOf(zones);
        lines = List.copyOf(lines);
        masks = List.copyOf(masks);
        rules = List.copyOf(rules);
    }
}
