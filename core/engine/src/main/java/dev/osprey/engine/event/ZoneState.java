package dev.osprey.engine.event;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Where one object is with regard to one zone. */
final class ZoneState {
    private final Settled settled = new Settled(-1);
    private final Set<Duration> dwelt = new HashSet<>();
    private boolean counted;
    private Instant enteredAt = Instant.MIN;

    void see(Zone zone, Look look, boolean masked) {
        Spot spot = look.spot(zone.filter().anchor());
        boolean inside = !masked && zone.polygon().contains(spot);
        settled.see(inside ? 1 : -1, () -> masked || clearly(zone.polygon(), spot, look), look.at());
    }

    private static boolean clearly(Polygon polygon, Spot spot, Look look) {
        double margin = Math.min(look.margin(), polygon.narrowest(look.width(), look.height()) / 4);
        return polygon.distance(spot, look.width(), look.height()) > margin;
    }

    boolean inside() {
        return settled.side() > 0;
    }

    /** When the object came in, or went out. */
    Instant since() {
        return settled.since();
    }

    /** Whether the object counts as one in the zone: others were told that it entered. */
    boolean counted() {
        return counted;
    }

    Instant enteredAt() {
        return enteredAt;
    }

    void enter(Instant at) {
        counted = true;
        enteredAt = at;
        dwelt.clear();
    }

    void leave() {
        counted = false;
    }

    /** Whether it has now been in the zone for so long, and nobody was told yet. */
    boolean dwellsFirst(Duration time, Instant at) {
        return counted && Duration.between(enteredAt, at).compareTo(time) >= 0 && dwelt.add(time);
    }
}
