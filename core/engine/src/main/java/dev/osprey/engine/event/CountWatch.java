package dev.osprey.engine.event;

import java.time.Instant;
import java.time.ZoneId;

/** A rule on how many objects are in a zone. */
final class CountWatch extends RuleWatch {
    private final Condition.Count condition;

    CountWatch(Rule rule, Condition.Count condition, ZoneId timezone) {
        super(rule, timezone);
        this.condition = condition;
    }

    @Override
    void counted(ZoneWatch zone, Instant at, Told told) {
        if (!zone.name().equals(condition.zone())) {
            return;
        }
        int count = zone.count();
        judge(
                condition.zone(),
                condition.bounds().broken(count),
                condition.bounds().kept(count),
                condition.time(),
                condition.time(),
                at,
                told,
                () -> told.event(EventType.RULE_RAISED, at)
                        .withZone(zone.name())
                        .withValue(count));
    }
}
