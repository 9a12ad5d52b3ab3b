package dev.osprey.engine.event;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** A scene that is acted out before a camera of 1000 x 500 pixels, in seconds since its beginning. */
final class Play {
    static final Instant BEGIN = Instant.parse("2026-11-23T09:00:00Z"); // a Monday
    static final int WIDTH = 1000;
    static final int HEIGHT = 500;

    final CameraEvents events;
    final List<Event> told = new ArrayList<>();
    private final Map<Long, DoubleFunction<@Nullable Finding>> actors = new LinkedHashMap<>();
    private final List<DoubleFunction<Map<String, List<Finding>>>> extras = new ArrayList<>();
    private Set<String> repeats = Set.of();
    private double now;

    Play(Scene scene) {
        events = new CameraEvents("hall", BEGIN, scene);
    }

    /** Somebody whose feet are at the given places; absent where it gives none. */
    Play person(long track, DoubleFunction<@Nullable Spot> feet) {
        return thing(track, "person", 0.8, feet);
    }

    Play thing(long track, String label, double score, DoubleFunction<@Nullable Spot> feet) {
        actors.put(track, at -> {
            Spot spot = feet.apply(at);
            return spot == null ? null : found(track, label, score, spot);
        });
        return this;
    }

    static Finding found(long track, String label, double score, Spot feet) {
        Box box = new Box(feet.x() * WIDTH - 50, feet.y() * HEIGHT - 200, 100, 200);
        return new Finding(new Result.Detection(label, score, box), Optional.empty(), track);
    }

    static Finding ofTrack(long track, Result result) {
        return new Finding(result, Optional.of(new Parent("detect", 0)), track);
    }

    /** What other stages give at a time, by their names. */
    Play also(DoubleFunction<Map<String, List<Finding>>> results) {
        extras.add(results);
        return this;
    }

    /** From now on these stages do not look: what they give is what they said before. */
    Play repeating(String... stages) {
        repeats = Set.of(stages);
        return this;
    }

    /** Plays on, with so many looks a second and a tick each. */
    Play until(double seconds, double rate) {
        while (now < seconds - 1e-9) {
            look();
            now = Math.round((now + 1 / rate) * 1e6) / 1e6;
        }
        return this;
    }

    /** One look. */
    Play look() {
        List<Finding> found = new ArrayList<>();
        actors.values().forEach(actor -> {
            Finding finding = actor.apply(now);
            if (finding != null) {
                found.add(finding);
            }
        });
        Map<String, List<Finding>> results = new LinkedHashMap<>();
        results.put("detect", found);
        extras.forEach(extra -> results.putAll(extra.apply(now)));
        return look(results);
    }

    Play look(Map<String, List<Finding>> results) {
        Map<String, Double> timings = new LinkedHashMap<>();
        results.keySet().stream().filter(stage -> !repeats.contains(stage)).forEach(stage -> timings.put(stage, 1.0));
        told.addAll(events.analysed(
                new Analysis("hall", 1, Math.round(now * 1000), 0, time(now), WIDTH, HEIGHT, results, timings)));
        return this;
    }

    /** Nothing is looked at until then; the clock ticks each second. */
    Play quiet(double seconds) {
        while (now < seconds - 1e-9) {
            now = Math.min(seconds, now + 1);
            told.addAll(events.tick(time(now)));
        }
        return this;
    }

    Play state(CameraState state, String reason) {
        told.addAll(events.state(state, time(now), reason));
        return this;
    }

    Play close(String reason) {
        told.addAll(events.close(time(now), reason));
        return this;
    }

    static Instant time(double seconds) {
        return BEGIN.plusNanos(Math.round(seconds * 1e9));
    }

    /** As {@code 1.5 zone.entered 7 counter}: seconds, type, track, zone or line, direction, rule, value, text, reason. */
    List<String> lines() {
        return told.stream().map(Play::line).toList();
    }

    /** Those of these types only. */
    List<String> lines(EventType... types) {
        return told.stream()
                .filter(event -> List.of(types).contains(event.type()))
                .map(Play::line)
                .toList();
    }

    private static String line(Event event) {
        double seconds = Duration.between(BEGIN, event.time()).toMillis() / 1000.0;
        StringBuilder line = new StringBuilder();
        line.append(number(seconds)).append(' ').append(event.type().typeName().substring("dev.osprey.".length()));
        event.rule().ifPresent(rule -> line.append(' ').append(rule));
        event.subject().ifPresent(subject -> line.append(" #").append(subject.track()));
        event.zone().ifPresent(zone -> line.append(' ').append(zone));
        event.line().ifPresent(name -> line.append(' ').append(name));
        event.direction().ifPresent(direction -> line.append(' ').append(direction.text()));
        event.value().ifPresent(value -> line.append(' ').append(number(value)));
        event.text().ifPresent(text -> line.append(" \"").append(text).append('"'));
        event.reason().ifPresent(reason -> line.append(" (").append(reason).append(')'));
        return line.toString();
    }

    private static String number(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
