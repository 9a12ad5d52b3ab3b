package dev.osprey.engine.event;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A rule on a camera that gives no pictures. */
final class LostWatch extends RuleWatch {
    private final Condition.Lost condition;
    private boolean lost;
    private String why = "";

    LostWatch(Rule rule, Condition.Lost condition, ZoneId timezone) {
        super(rule, timezone);
        this.condition = condition;
    }

    @Override
    void camera(CameraState state, Instant at, String reason, Told told) {
        lost = state == CameraState.LOST;
        why = reason;
        tick(at, told);
    }

    @Override
    void tick(Instant at, Told told) {
        judge(condition, lost, !lost, condition.time(), Duration.ZERO, at, told, () -> told.event(
                        EventType.RULE_RAISED, at)
                .withReason(why));
    }
}
