package dev.osprey.engine.event;

import java.time.ZoneId;
import java.util.function.Predicate;

/** A rule on what happens and is over at once: somebody enters, leaves, crosses. */
final class MomentWatch extends RuleWatch {
    private final Predicate<Event> wanted;

    private MomentWatch(Rule rule, ZoneId timezone, Predicate<Event> wanted) {
        super(rule, timezone);
        this.wanted = wanted;
    }

    static RuleWatch entered(Rule rule, Condition.Entered entered, ZoneId timezone) {
        return new MomentWatch(
                rule,
                timezone,
                fact -> fact.type() == EventType.ZONE_ENTERED
                        && entered.zone().equals(fact.zone().orElse(""))
                        && Labels.want(entered.labels(), fact));
    }

    static RuleWatch left(Rule rule, Condition.Left left, ZoneId timezone) {
        return new MomentWatch(
                rule,
                timezone,
                fact -> fact.type() == EventType.ZONE_LEFT
                        && left.zone().equals(fact.zone().orElse(""))
                        && Labels.want(left.labels(), fact));
    }

    static RuleWatch crossed(Rule rule, Condition.Crossed crossed, ZoneId timezone) {
        return new MomentWatch(
                rule,
                timezone,
                fact -> fact.type() == EventType.LINE_CROSSED
                        && crossed.line().equals(fact.line().orElse(""))
                        && (crossed.direction().isEmpty() || crossed.direction().equals(fact.direction()))
                        && Labels.want(crossed.labels(), fact));
    }

    @Override
    void fact(Event fact, Told told) {
        if (wanted.test(fact)) {
            raiseOnce(fact, told);
        }
    }
}
