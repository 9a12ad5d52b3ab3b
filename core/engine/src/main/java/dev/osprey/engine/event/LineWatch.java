package dev.osprey.engine.event;

import java.time.Instant;
import java.time.ZoneId;

/** One line: who crosses it, and which way. */
final class LineWatch {
    private final Line line;
    private final Hours hours;

    LineWatch(Line line, ZoneId timezone) {
        this.line = line;
        this.hours = new Hours(line.filter().schedule(), timezone);
    }

    /** Something that has happened, and waits until it is sure that there was an object. */
    record Crossing(Direction direction, Instant at, boolean largeEnough) {}

    String name() {
        return line.name();
    }

    void see(Watched object, boolean masked) {
        LineState state = object.line(name());
        if (masked) {
            state.forget();
        } else {
            state.see(line, object.look()).ifPresent(direction -> note(object, direction, state.crossedAt()));
        }
    }

    private void note(Watched object, Direction direction, Instant at) {
        if (hours.cover(at)) {
            boolean large = object.look().size() >= line.filter().minSize();
            object.crossings().put(name(), new Crossing(direction, at, large));
        }
    }

    void judge(Watched object, Instant at, Told told) {
        Crossing crossing = object.crossings().get(name());
        if (crossing != null && object.passes(line.filter(), at)) {
            object.crossings().remove(name());
            if (crossing.largeEnough()) {
                told.fact(told.event(EventType.LINE_CROSSED, crossing.at(), object)
                        .withLine(name())
                        .withDirection(crossing.direction()));
            }
        }
    }

    void gone(Watched object, Instant at, Told told) {
        LineState state = object.line(name());
        state.end().ifPresent(direction -> note(object, direction, state.crossedAt()));
        judge(object, at, told);
    }
}
