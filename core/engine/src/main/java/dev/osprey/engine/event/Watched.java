package dev.osprey.engine.event;

import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tracked object: what is known of it, and what others were told. */
final class Watched {
    private static final Duration SURE_AFTER = Duration.ofMillis(300);
    private static final Duration SURE_OF_TWO_AFTER = Duration.ofSeconds(1);
    private static final double MUCH_BETTER = 0.1;
    private static final Duration PACE = Duration.ofSeconds(3);

    private final String id;
    private final String stage;
    private final long track;
    private final Instant firstSeen;
    private final Votes votes = new Votes();
    private final Map<String, Double> best = new HashMap<>();
    private final Map<String, ZoneState> zones = new HashMap<>();
    private final Map<String, LineState> lines = new HashMap<>();
    private final Map<String, LineWatch.Crossing> crossings = new HashMap<>();
    private Look look;
    private Instant lastSeen;
    private int hits;
    private int looks;
    private int missed;
    private Instant missedSince = Instant.MAX;
    private boolean sure;
    private @Nullable Subject told;
    private Instant toldAt = Instant.MIN;

    Watched(String id, String stage, long track, Look first) {
        this.id = id;
        this.stage = stage;
        this.track = track;
        this.firstSeen = first.at();
        this.look = first;
        this.lastSeen = first.at();
    }

    /** @param counts whether it is where things count */
    void see(Look next, Result.Detection detection, boolean counts) {
        look = next;
        lastSeen = next.at();
        looks++;
        missed = 0;
        if (counts) {
            hits++;
            votes.add(detection.label(), detection.score());
            best.merge(detection.label(), detection.score(), Math::max);
        }
    }

    /** Its stage looked, and did not see it. */
    void miss(Instant at) {
        looks++;
        if (missed++ == 0) {
            missedSince = at;
        }
    }

    /* Seen thrice, or twice some time apart where pictures are rare; and at least every other time. */
    /** Whether it has just become sure that there is something. */
    boolean becomesSure() {
        if (sure || missed > 0 || hits < 2 || hits * 2 < looks) {
            return false;
        }
        sure = age(look.at()).compareTo(hits >= 3 ? SURE_AFTER : SURE_OF_TWO_AFTER) >= 0;
        return sure;
    }

    boolean isSure() {
        return sure;
    }

    boolean passes(ObjectFilter filter, Instant at) {
        return sure
                && filter.wants(label())
                && score() >= filter.minScore()
                && age(at).compareTo(filter.minDuration()) >= 0;
    }

    Duration age(Instant at) {
        return Duration.between(firstSeen, at);
    }

    long track() {
        return track;
    }

    String stage() {
        return stage;
    }

    Instant lastSeen() {
        return lastSeen;
    }

    /** Since when its stage looks in vain, if it does. */
    Optional<Instant> missedSince() {
        return missed == 0 ? Optional.empty() : Optional.of(missedSince);
    }

    Look look() {
        return look;
    }

    String label() {
        return votes.leader();
    }

    double score() {
        return best.getOrDefault(label(), 0.0);
    }

    /** Until when it is known to be where it is: while its stage looks in vain, only until it was seen. */
    Instant knownUntil(Instant now) {
        return missed > 0 || now.isBefore(lastSeen) ? lastSeen : now;
    }

    ZoneState zone(String name) {
        return zones.computeIfAbsent(name, key -> new ZoneState());
    }

    LineState line(String name) {
        return lines.computeIfAbsent(name, key -> new LineState());
    }

    /** Crossings that are told once it is sure enough, the last of each line. */
    Map<String, LineWatch.Crossing> crossings() {
        return crossings;
    }

    void forgetZone(String name) {
        zones.remove(name);
    }

    void forgetLine(String name) {
        lines.remove(name);
        crossings.remove(name);
    }

    Subject subject(Optional<Instant> endedAt) {
        return new Subject(
                id, stage, track, label(), score(), look.box(), look.width(), look.height(), firstSeen, endedAt, in());
    }

    void tell(Subject subject, Instant at) {
        told = subject;
        toldAt = at;
    }

    private List<String> in() {
        List<String> in = new ArrayList<>();
        zones.forEach((name, state) -> {
            if (state.counted()) {
                in.add(name);
            }
        });
        Collections.sort(in);
        return in;
    }

    /** Whether it is worth telling how it is now, and the last time is long enough ago. */
    boolean hasNews(Instant at) {
        Subject before = told;
        return before != null
                && Duration.between(toldAt, at).compareTo(PACE) >= 0
                && (!label().equals(before.label())
                        || score() >= before.score() + MUCH_BETTER
                        || movedFar(before.box(), look.box())
                        || !in().equals(before.zones()));
    }

    /** By more than it is large. */
    private static boolean movedFar(Box before, Box now) {
        Point from = before.centre();
        Point to = now.centre();
        double far = Math.max(before.width(), before.height());
        return Math.hypot(to.x() - from.x(), to.y() - from.y()) > far;
    }
}
