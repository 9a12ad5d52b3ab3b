package dev.osprey.engine.event;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** One zone: who enters it, stays and leaves, and how many are in it. */
final class ZoneWatch {
    private static final Duration COUNT_PACE = Duration.ofSeconds(1);
    private static final double NANOS = 1e9;

    private final Zone zone;
    private final Hours hours;
    private final List<Duration> dwells;
    private int counted;
    private int toldCount;
    private Instant toldAt = Instant.MIN;

    /** @param dwells the times after which others are told that an object stays */
    ZoneWatch(Zone zone, ZoneId timezone, List<Duration> dwells) {
        this.zone = zone;
        this.hours = new Hours(zone.filter().schedule(), timezone);
        this.dwells = List.copyOf(dwells);
    }

    /** The same zone's count goes on under other settings. */
    ZoneWatch after(ZoneWatch before) {
        toldCount = before.toldCount;
        toldAt = before.toldAt;
        return this;
    }

    String name() {
        return zone.name();
    }

    int count() {
        return counted;
    }

    void see(Watched object, boolean masked) {
        object.zone(name()).see(zone, object.look(), masked);
    }

    /** Tells what has changed for the object, seen at this time or not. */
    void judge(Watched object, Instant at, Told told) {
        ZoneState state = object.zone(name());
        boolean open = hours.cover(at);
        boolean passes = open && object.passes(zone.filter(), at);
        if (state.counted() && !(state.inside() && passes)) {
            leave(object, state.inside() ? at : state.since(), !open ? "the zone's schedule is over" : "", told);
        } else if (!state.counted()
                && state.inside()
                && passes
                && object.look().size() >= zone.filter().minSize()) {
            // it was in the zone before it was sure; but a zone that opens only now is entered now
            state.enter(opened(state.since()) ? state.since() : at);
            told.fact(told.event(EventType.ZONE_ENTERED, state.enteredAt(), object)
                    .withZone(name()));
        }
        Instant known = object.knownUntil(at);
        for (Duration dwell : dwells) {
            if (state.dwellsFirst(dwell, known)) {
                told.fact(told.event(EventType.ZONE_DWELT, known, object)
                        .withZone(name())
                        .withValue(seconds(Duration.between(state.enteredAt(), known))));
            }
        }
    }

    private boolean opened(Instant at) {
        return zone.filter().schedule().isEmpty() || hours.cover(at);
    }

    /** The object is not watched any more; so it is in no zone. */
    void gone(Watched object, Instant at, String reason, Told told) {
        if (object.zone(name()).counted()) {
            leave(object, at, reason, told);
        }
    }

    private void leave(Watched object, Instant at, String reason, Told told) {
        ZoneState state = object.zone(name());
        Duration stay = Duration.between(state.enteredAt(), at);
        state.leave();
        Event left =
                told.event(EventType.ZONE_LEFT, at, object).withZone(name()).withValue(Math.max(0, seconds(stay)));
        told.fact(reason.isEmpty() ? left : left.withReason(reason));
    }

    /** Tells how many are in the zone, if that has changed and was not told just before. */
    void count(Collection<Watched> objects, Instant at, Told told, boolean last) {
        counted = 0;
        for (Watched object : objects) {
            counted += object.zone(name()).counted() ? 1 : 0;
        }
        if (counted != toldCount && (last || Duration.between(toldAt, at).compareTo(COUNT_PACE) >= 0)) {
            toldCount = counted;
            toldAt = at;
            told.fact(told.event(EventType.ZONE_COUNT, at).withZone(name()).withValue(counted));
        }
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
