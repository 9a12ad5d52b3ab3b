package dev.osprey.bench;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.event.CameraEvents;
import dev.osprey.engine.event.Condition;
import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.Line;
import dev.osprey.engine.event.ObjectFilter;
import dev.osprey.engine.event.Polygon;
import dev.osprey.engine.event.Rule;
import dev.osprey.engine.event.Scene;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.event.Spot;
import dev.osprey.engine.event.WeekSchedule;
import dev.osprey.engine.event.Zone;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What zones, lines and rules cost a picture, by how many objects are in it: they wander through three zones of eight
 * corners, over two lines, under three rules, one with a schedule, at 15 pictures a second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventsBenchmark {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    @Param({"1", "10", "100"})
    private int objects;

    private CameraEvents events;
    private Instant at;
    private long picture;

    @Setup
    public void begin() {
        at = Instant.parse("2026-11-24T12:00:00Z");
        picture = 0;
        events = new CameraEvents("bench", at, scene());
    }

    private static Scene scene() {
        List<Zone> zones = List.of(zone("left", 0.2), zone("middle", 0.5), zone("right", 0.8));
        List<Line> lines = List.of(
                new Line("first", new Spot(0.35, 1), new Spot(0.35, 0), ObjectFilter.ALL),
                new Line("second", new Spot(0.65, 1), new Spot(0.65, 0), ObjectFilter.ALL));
        List<Rule> rules = List.of(
                rule("waits", new Condition.Dwelt("middle", Set.of("person"), Duration.ofSeconds(3))),
                rule("over", new Condition.Crossed("first", Optional.empty(), Set.of())),
                rule("in", new Condition.Entered("right", Set.of())));
        return new Scene(zones, lines, List.of(), rules, ZoneId.of("Europe/Berlin"));
    }

    private static Rule rule(String name, Condition condition) {
        return new Rule(
                name,
                condition,
                Severity.ALERT,
                Optional.of(WeekSchedule.parse("Mo-Fr 07:00-18:00; Sa,Su")),
                Duration.ZERO);
    }

    private static Zone zone(String name, double centre) {
        List<Spot> corners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double angle = i * Math.PI / 4;
            corners.add(new Spot(centre + 0.12 * Math.cos(angle), 0.6 + 0.3 * Math.sin(angle)));
        }
        return new Zone(name, new Polygon(corners), ObjectFilter.ALL);
    }

    /** The making of the analysis is in it too: a list of findings and what holds them. */
    @Benchmark
    public List<Event> analysed() {
        List<Finding> found = new ArrayList<>(objects);
        double seconds = picture++ / 15.0;
        for (int i = 0; i < objects; i++) {
            double x = 0.5 + 0.45 * Math.sin(seconds / 4 + i);
            double y = 0.6 + 0.3 * Math.sin(seconds / 7 + 2 * i);
            Box box = Box.ofCentre(x * WIDTH, y * HEIGHT, 60, 150);
            found.add(new Finding(new Result.Detection("person", 0.8, box), Optional.empty(), i + 1));
        }
        at = at.plusNanos(66_666_667);
        return events.analysed(
                new Analysis("bench", 1, picture, 0, at, WIDTH, HEIGHT, Map.of("detect", found), Map.of()));
    }
}
