package dev.osprey.engine.event;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A rule on objects that stay in a zone. */
final class DwellWatch extends RuleWatch {
    private final Condition.Dwelt condition;

    DwellWatch(Rule rule, Condition.Dwelt condition, ZoneId timezone) {
        super(rule, timezone);
        this.condition = condition;
    }

    @Override
    void object(Watched object, Instant at, Told told) {
        ZoneState state = object.zone(condition.zone());
        Instant known = object.knownUntil(at);
        boolean there = state.counted() && Labels.want(condition.labels(), object.label());
        Duration stay = there ? Duration.between(state.enteredAt(), known) : Duration.ZERO;
        boolean dwells = there && stay.compareTo(condition.time()) >= 0;
        judge(object.track(), dwells, !there, Duration.ZERO, Duration.ZERO, at, told, () -> told.event(
                        EventType.RULE_RAISED, known, object)
                .withZone(condition.zone())
                .withValue(ZoneWatch.seconds(stay)));
    }

    @Override
    void gone(Watched object, Instant at, String reason, Told told) {
        drop(object.track(), at, reason, told);
    }
}
