package dev.osprey.engine.event;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Scenes of which tests are made. */
final class Scenes {
    /** The middle of the picture, from a third to two thirds of its width. */
    static final Zone COUNTER = zone("counter", 0.3, 0.7, ObjectFilter.ALL);
    /** From bottom to top, so that left is left. */
    static final Line MIDDLE = new Line("middle", new Spot(0.5, 1), new Spot(0.5, 0), ObjectFilter.ALL);

    private Scenes() {}

    static Zone zone(String name, double left, double right, ObjectFilter filter) {
        return new Zone(
                name,
                new Polygon(List.of(new Spot(left, 0.2), new Spot(right, 0.2), new Spot(right, 1), new Spot(left, 1))),
                filter);
    }

    static Scene of(List<Zone> zones, List<Line> lines, Rule... rules) {
        return new Scene(zones, lines, List.of(), List.of(rules), ZoneOffset.UTC);
    }

    static Scene of(Rule... rules) {
        return of(List.of(COUNTER), List.of(MIDDLE), rules);
    }

    static Rule rule(String name, Condition condition) {
        return new Rule(name, condition, Severity.ALERT, Optional.empty(), Duration.ZERO);
    }

    static Rule rule(String name, Condition condition, String schedule) {
        return new Rule(name, condition, Severity.ALERT, Optional.of(WeekSchedule.parse(schedule)), Duration.ZERO);
    }

    static ObjectFilter filter(Set<String> labels, double minScore, double minSize, Duration minDuration) {
        return new ObjectFilter(labels, Anchor.FOOT, minScore, minSize, minDuration, Optional.empty());
    }

    static Condition.Bounds above(double limit, double hysteresis) {
        return new Condition.Bounds(OptionalDouble.of(limit), OptionalDouble.empty(), hysteresis);
    }
}
