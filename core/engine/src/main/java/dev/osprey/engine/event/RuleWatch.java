package dev.osprey.engine.event;

import dev.osprey.engine.analysis.Analysis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One rule at work. What it watches for may hold of several things at once (two people who wait), each known by a key:
 * for each it is raised once, and cleared.
 */
abstract class RuleWatch {
    private static final String OVER = "the rule's schedule is over";

    private final Rule rule;
    private final Hours hours;
    private final Map<Object, Latch> latches = new LinkedHashMap<>();
    private @Nullable Instant raisedAt;

    RuleWatch(Rule rule, ZoneId timezone) {
        this.rule = rule;
        this.hours = new Hours(rule.schedule(), timezone);
    }

    static RuleWatch of(Rule rule, ZoneId timezone) {
        Condition condition = rule.condition();
        if (condition instanceof Condition.Entered entered) {
            return MomentWatch.entered(rule, entered, timezone);
        }
        if (condition instanceof Condition.Left left) {
            return MomentWatch.left(rule, left, timezone);
        }
        if (condition instanceof Condition.Crossed crossed) {
            return MomentWatch.crossed(rule, crossed, timezone);
        }
        if (condition instanceof Condition.Dwelt dwelt) {
            return new DwellWatch(rule, dwelt, timezone);
        }
        if (condition instanceof Condition.Count count) {
            return new CountWatch(rule, count, timezone);
        }
        if (condition instanceof Condition.Text text) {
            return new TextWatch(rule, text, timezone);
        }
        if (condition instanceof Condition.Value value) {
            return new ValueWatch(rule, value, timezone);
        }
        if (condition instanceof Condition.Classified classified) {
            return VoteWatch.classified(rule, classified, timezone);
        }
        if (condition instanceof Condition.Attribute attribute) {
            return VoteWatch.attribute(rule, attribute, timezone);
        }
        return new LostWatch(rule, (Condition.Lost) condition, timezone);
    }

    final Rule rule() {
        return rule;
    }

    /** Something was told of a zone or a line. */
    void fact(Event fact, Told told) {}

    /** After each analysis and each second, of each object that is sure. */
    void object(Watched object, Instant at, Told told) {}

    void gone(Watched object, Instant at, String reason, Told told) {}

    /** @param objects those that are open, sure or not, by track */
    void analysed(Analysis analysis, LongFunction<@Nullable Watched> objects, Told told) {}

    /** After each analysis and each second. */
    void counted(ZoneWatch zone, Instant at, Told told) {}

    void camera(CameraState state, Instant at, String reason, Told told) {}

    void tick(Instant at, Told told) {}

    /** Clears what is raised outside of the rule's hours. */
    final void keepHours(Instant at, Told told) {
        if (!latches.isEmpty() && !hours.cover(at)) {
            latches.values().forEach(latch -> clear(latch, at, OVER, told));
        }
    }

    final void close(Instant at, String reason, Told told) {
        latches.values().forEach(latch -> clear(latch, at, reason, told));
        latches.clear();
    }

    /** Tells of something that is over as soon as it happens. */
    final void raiseOnce(Event fact, Told told) {
        if (mayRaise(fact.time())) {
            told.add(raised(fact));
            raisedAt = fact.time();
        }
    }

    /**
     * Raises or clears.
     *
     * @param broken what is watched for holds
     * @param kept it clearly does not; between the two nothing changes
     * @param about what to tell, of any type
     */
    final void judge(
            Object key,
            boolean broken,
            boolean kept,
            Duration raiseAfter,
            Duration clearAfter,
            Instant at,
            Told told,
            Supplier<Event> about) {
        Latch latch = latches.get(key);
        if (latch == null) {
            if (!broken) {
                return;
            }
            latch = new Latch();
            latches.put(key, latch);
        }
        if (latch.raised == null) {
            if (!broken) {
                latches.remove(key);
            } else if (latch.lasts(at, raiseAfter) && mayRaise(at)) {
                Event event = raised(about.get());
                told.add(event);
                latch.raised = event;
                latch.since = null;
                raisedAt = at;
            }
        } else if (!kept) {
            latch.since = null;
        } else if (latch.lasts(at, clearAfter)) {
            clear(latch, at, "", told);
            latches.remove(key);
        }
    }

    /** The thing itself is gone. */
    final void drop(Object key, Instant at, String reason, Told told) {
        Latch latch = latches.remove(key);
        if (latch != null) {
            clear(latch, at, reason, told);
        }
    }

    final List<Object> keys() {
        return new ArrayList<>(latches.keySet());
    }

    private boolean mayRaise(Instant at) {
        Instant before = raisedAt;
        Duration cooldown = rule.cooldown();
        // without one, times need not rise
        boolean cool = cooldown.isZero()
                || before == null
                || Duration.between(before, at).compareTo(cooldown) >= 0;
        return cool && hours.cover(at);
    }

    private Event raised(Event about) {
        return as(EventType.RULE_RAISED, about, about.time(), about.reason())
                .withRule(rule.name())
                .withSeverity(rule.severity());
    }

    private static void clear(Latch latch, Instant at, String reason, Told told) {
        Event raised = latch.raised;
        if (raised != null) {
            latch.raised = null;
            latch.since = null;
            told.add(as(EventType.RULE_CLEARED, raised, at, reason.isEmpty() ? Optional.empty() : Optional.of(reason)));
        }
    }

    private static Event as(EventType type, Event about, Instant at, Optional<String> reason) {
        return new Event(
                type,
                about.camera(),
                at,
                about.severity(),
                about.subject(),
                about.zone(),
                about.line(),
                about.direction(),
                about.rule(),
                about.value(),
                about.text(),
                reason);
    }

    /** Of one key. */
    private static final class Latch {
        private @Nullable Event raised;
        private @Nullable Instant since;

        /** Whether what began with the first of these calls has lasted. */
        boolean lasts(Instant at, Duration time) {
            Instant began = since;
            if (began == null) {
                began = at;
                since = at;
            }
            return Duration.between(began, at).compareTo(time) >= 0;
        }
    }
}
