package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.Problem;
import dev.osprey.engine.event.Anchor;
import dev.osprey.engine.event.Line;
import dev.osprey.engine.event.ObjectFilter;
import dev.osprey.engine.event.Polygon;
import dev.osprey.engine.event.Scene;
import dev.osprey.engine.event.Spot;
import dev.osprey.engine.event.WeekSchedule;
import dev.osprey.engine.event.Zone;
import dev.osprey.engine.plugin.Bound;
import dev.osprey.engine.plugin.RecordBinder;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the zones and lines of one camera. */
final class SceneReader {
    /** Of zones, and of lines, of one camera. */
    static final int MOST = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Duration MAX_DURATION = Duration.ofHours(1);

    private final ZoneId timezone;

    SceneReader(ZoneId timezone) {
        this.timezone = timezone;
    }

    /**
     * Zones or lines of one origin; a later one wins over an earlier one, and its nulls take away what that has.
     *
     * @param shapes by name
     * @param problems where those of this origin are collected
     */
    record Layer(JsonNode shapes, Origin origin, List<Problem> problems) {}

    private record Given(JsonNode node, Origin origin, Place place) {}

    SceneConfig read(String camera, List<Layer> zoneLayers, List<Layer> lineLayers) {
        Map<String, Given> givenZones = given(camera, ShapeKind.ZONES, zoneLayers);
        Map<String, Given> givenLines = given(camera, ShapeKind.LINES, lineLayers);
        List<Zone> zones = new ArrayList<>();
        List<Zone> masks = new ArrayList<>();
        givenZones.forEach((name, given) -> zone(name, given, zones, masks));
        List<Line> lines = new ArrayList<>();
        givenLines.forEach((name, given) -> line(name, given).ifPresent(lines::add));
        return new SceneConfig(
                new Scene(zones, lines, masks, List.of(), timezone), shapes(givenZones), shapes(givenLines));
    }

    private static Map<String, Given> given(String camera, ShapeKind kind, List<Layer> layers) {
        Map<String, Given> given = new LinkedHashMap<>();
        for (Layer layer : layers) {
            Place place = new Place(Overlay.CAMERAS + "." + camera + "." + kind.key(), layer.problems());
            layer.shapes().properties().forEach(entry -> {
                String name = entry.getKey();
                if (entry.getValue().isNull()) {
                    given.remove(name);
                } else if (!NAME.matcher(name).matches()) {
                    place.child(name)
                            .problem("a " + kind.one()
                                    + "'s name has 1 to 64 of the characters A-Z a-z 0-9 _ . - and begins with a letter"
                                    + " or digit");
                } else {
                    given.put(name, new Given(entry.getValue(), layer.origin(), place.child(name)));
                }
            });
            if (given.size() > MOST) {
                place.problem("must be at most " + MOST + " " + kind.key() + ", got " + given.size());
            }
        }
        return given;
    }

    private static Map<String, Shape> shapes(Map<String, Given> given) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        given.forEach((name, each) -> {
            if (each.node() instanceof ObjectNode settings) {
                shapes.put(name, new Shape(name, settings.deepCopy(), each.origin()));
            }
        });
        return shapes;
    }

    private static void zone(String name, Given given, List<Zone> zones, List<Zone> masks) {
        Bound<ZoneSettings> bound = RecordBinder.bindWhatIsRight(ZoneSettings.class, given.node());
        given.place().addAll(bound.problems());
        bound.value().ifPresent(settings -> {
            Place place = given.place();
            Optional<Polygon> polygon = concerns(bound.problems(), "polygon")
                    ? Optional.empty()
                    : polygon(place.child("polygon"), settings.polygon());
            Optional<ObjectFilter> filter = filter(
                    place,
                    settings.labels(),
                    settings.by(),
                    settings.minScore(),
                    settings.minSize(),
                    settings.minDuration(),
                    settings.schedule());
            if (polygon.isPresent() && filter.isPresent()) {
                (settings.mask() ? masks : zones).add(new Zone(name, polygon.get(), filter.get()));
            }
        });
    }

    private static Optional<Line> line(String name, Given given) {
        Bound<LineSettings> bound = RecordBinder.bindWhatIsRight(LineSettings.class, given.node());
        given.place().addAll(bound.problems());
        if (bound.value().isEmpty()) {
            return Optional.empty();
        }
        LineSettings settings = bound.value().get();
        Place place = given.place();
        Spot from = concerns(bound.problems(), "from") ? null : spot(place.child("from"), settings.from());
        Spot to = concerns(bound.problems(), "to") ? null : spot(place.child("to"), settings.to());
        Optional<ObjectFilter> filter = filter(
                place,
                settings.labels(),
                settings.by(),
                settings.minScore(),
                settings.minSize(),
                settings.minDuration(),
                settings.schedule());
        if (from == null || to == null || filter.isEmpty()) {
            return Optional.empty();
        }
        if (from.equals(to)) {
            place.child("to").problem("must differ from `from`");
            return Optional.empty();
        }
        return Optional.of(new Line(name, from, to, filter.get()));
    }

    /** Whether it was said already what is wrong with the key. */
    private static boolean concerns(List<Problem> problems, String key) {
        return problems.stream()
                .anyMatch(problem -> problem.path().equals(key)
                        || problem.path().startsWith(key + "[")
                        || problem.path().startsWith(key + "."));
    }

    private static Optional<Polygon> polygon(Place place, List<List<Double>> written) {
        List<Spot> corners = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            List<Double> pair = written.get(i);
            if (pair.size() != 2) {
                place.item(i).problem("must be [x, y] in fractions of the picture, got " + pair.size() + " numbers");
                return Optional.empty();
            }
            corners.add(new Spot(pair.get(0), pair.get(1)));
        }
        Optional<String> objection = Polygon.objection(corners);
        objection.ifPresent(place::problem);
        return objection.isPresent() ? Optional.empty() : Optional.of(new Polygon(corners));
    }

    private static @Nullable Spot spot(Place place, List<Double> pair) {
        if (pair.size() != 2) {
            place.problem("must be [x, y] in fractions of the picture, got " + pair.size() + " numbers");
            return null;
        }
        for (double fraction : pair) {
            if (!(fraction >= 0 && fraction <= 1)) {
                place.problem("must be fractions of the picture, 0 to 1, got " + fraction);
                return null;
            }
        }
        return new Spot(pair.get(0), pair.get(1));
    }

    private static Optional<ObjectFilter> filter(
            Place place,
            List<String> labels,
            Anchor by,
            double minScore,
            double minSize,
            Duration minDuration,
            Optional<String> schedule) {
        fraction(place.child("min-score"), minScore);
        fraction(place.child("min-size"), minSize);
        place.child("min-duration").between(minDuration, Duration.ZERO, MAX_DURATION);
        int before = place.problems().size();
        Optional<WeekSchedule> hours = schedule.flatMap(text -> schedule(place, text));
        return place.problems().size() > before
                ? Optional.empty()
                : Optional.of(new ObjectFilter(Set.copyOf(labels), by, minScore, minSize, minDuration, hours));
    }

    private static void fraction(Place place, double value) {
        if (!(value >= 0 && value <= 1)) {
            place.problem("must be 0 to 1, got " + value);
        }
    }

    /** What stands under the place's {@code schedule}. */
    static Optional<WeekSchedule> schedule(Place place, String text) {
        try {
            return Optional.of(WeekSchedule.parse(text));
        } catch (IllegalArgumentException e) {
            place.child("schedule").problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
