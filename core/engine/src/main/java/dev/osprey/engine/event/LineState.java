package dev.osprey.engine.event;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * The step from the last spot to this one is tested against the line, so that nothing is missed however far apart
 * pictures are. The crossing counts once the object has settled on the other side: what decides is its last step over the
 * endless line, and the object may have walked round the line's end.
 */
/** Where one object is with regard to one line. */
final class LineState {
    private Settled settled = new Settled(0);
    private @Nullable Spot last;
    private int lastSide;
    private boolean hit;

    /** A crossing that is now sure; its time is {@link #crossedAt}. */
    Optional<Direction> see(Line line, Look look) {
        Spot spot = look.spot(line.filter().anchor());
        int seen = (int) Math.signum(Segments.side(line.from(), line.to(), spot));
        if (seen == 0) {
            seen = lastSide;
        }
        Spot before = last;
        last = spot;
        if (seen == 0) {
            return Optional.empty();
        }
        if (before != null && lastSide != 0 && lastSide != seen) {
            hit = Segments.meet(before, spot, line.from(), line.to());
        }
        lastSide = seen;
        int from = settled.side();
        boolean changed = settled.see(
                seen,
                () -> Segments.distanceToLine(spot, line.from(), line.to(), look.width(), look.height())
                        > look.margin(),
                look.at());
        return changed && from != 0 && hit ? Optional.of(direction(seen)) : Optional.empty();
    }

    /** The object is not seen any more: what it did last decides. */
    Optional<Direction> end() {
        int to = settled.other();
        return to != 0 && settled.side() != 0 && hit ? Optional.of(direction(to)) : Optional.empty();
    }

    Instant crossedAt() {
        return settled.since();
    }

    /** It was where nothing counts. */
    void forget() {
        settled = new Settled(0);
        last = null;
        lastSide = 0;
        hit = false;
    }

    private static Direction direction(int to) {
        return to > 0 ? Direction.LEFT_TO_RIGHT : Direction.RIGHT_TO_LEFT;
    }
}
