package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.event.Condition;
import dev.osprey.engine.event.Rule;
import dev.osprey.engine.event.WeekSchedule;
import dev.osprey.engine.plugin.Bound;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.text.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks {@code rules}, and gives each to the cameras that it is about. */
final class RuleReader {
    private static final int MOST = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Set<String> OF_ALL = Set.of("on", "severity", "schedule", "cooldown");

    private final Map<String, SceneConfig> scenes;
    private final Set<String> hidden;
    private final Map<String, List<Rule>> rules = new LinkedHashMap<>();

    /**
     * @param scenes of every camera there is, by its id
     * @param hidden cameras of the file that page or API removed: rules on them sleep
     */
    RuleReader(Map<String, SceneConfig> scenes, Set<String> hidden) {
        this.scenes = scenes;
        this.hidden = hidden;
    }

    /** Those of each camera that has any. */
    Map<String, List<Rule>> read(Place place, Map<String, JsonNode> written) {
        if (written.size() > MOST) {
            place.problem("must be at most " + MOST + " rules, got " + written.size());
        }
        written.forEach((name, node) -> {
            if (NAME.matcher(name).matches()) {
                new One(name, node, place.child(name)).read();
            } else {
                place.child(name)
                        .problem(
                                "a rule's name has 1 to 64 of the characters A-Z a-z 0-9 _ . - and begins with a letter"
                                        + " or digit");
            }
        });
        return rules;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What a rule has beside what all have; those that it needs first. */
    private static List<String> keys(RuleSettings.On on) {
        return switch (on) {
            case ENTERED, LEFT -> List.of("zone", "labels");
            case DWELT -> List.of("zone", "for", "labels");
            case CROSSED -> List.of("line", "direction", "labels");
            case COUNT -> List.of("zone", "above", "below", "for");
            case TEXT -> List.of("matches", "camera", "stage");
            case VALUE -> List.of("above", "below", "name", "hysteresis", "for", "camera", "stage");
            case CLASS -> List.of("labels", "for", "camera", "stage");
            case ATTRIBUTE -> List.of("name", "matches", "for", "camera", "stage");
            case LOST -> List.of("for", "camera");
        };
    }

    private static List<String> needed(RuleSettings.On on) {
        return switch (on) {
            case ENTERED, LEFT, COUNT -> List.of("zone");
            case DWELT -> List.of("zone", "for");
            case CROSSED -> List.of("line");
            case TEXT -> List.of("matches");
            case CLASS -> List.of("labels");
            case ATTRIBUTE -> List.of("name", "matches");
            case VALUE, LOST -> List.of();
        };
    }

    /** One rule. */
    private final class One {
        private final String name;
        private final JsonNode node;
        private final Place place;

        One(String name, JsonNode node, Place place) {
            this.name = name;
            this.node = node;
            this.place = place;
        }

        void read() {
            int before = place.problems().size();
            Bound<RuleSettings> bound = RecordBinder.bindWhatIsRight(RuleSettings.class, node);
            place.addAll(bound.problems());
            if (bound.value().isEmpty()) {
                return;
            }
            RuleSettings settings = bound.value().get();
            keysOf(settings.on());
            settings.for_().ifPresent(time -> place.child("for").between(time, Duration.ZERO, LONGEST));
            place.child("cooldown").between(settings.cooldown(), Duration.ZERO, LONGEST);
            Optional<WeekSchedule> schedule = settings.schedule().flatMap(text -> SceneReader.schedule(place, text));
            List<String> cameras = cameras(settings);
            Optional<Condition> condition = condition(settings);
            if (place.problems().size() > before || condition.isEmpty()) {
                return;
            }
            Rule rule = new Rule(name, condition.get(), settings.severity(), schedule, settings.cooldown());
            cameras.forEach(camera ->
                    rules.computeIfAbsent(camera, key -> new ArrayList<>()).add(rule));
        }

        private void keysOf(RuleSettings.On on) {
            List<String> own = keys(on);
            for (var entry : node.properties()) {
                String key = entry.getKey();
                if (!entry.getValue().isNull() && !OF_ALL.contains(key) && !own.contains(key) && isKnown(key)) {
                    place.child(key)
                            .problem("is not for a rule on " + text(on) + ", which has " + String.join(", ", own));
                }
            }
            for (String key : needed(on)) {
                if (!node.hasNonNull(key)) {
                    place.problem("needs '" + key + "', as it is a rule on " + text(on));
                }
            }
            if (own.contains("above") && !node.hasNonNull("above") && !node.hasNonNull("below")) {
                place.problem("needs 'above' or 'below', as it is a rule on " + text(on));
            }
        }

        /** Others were named as unknown already. */
        private boolean isKnown(String key) {
            for (RuleSettings.On on : RuleSettings.On.values()) {
                if (keys(on).contains(key)) {
                    return true;
                }
            }
            return false;
        }

        /** Which cameras it is about; none where that is wrong, or the camera is hidden. */
        private List<String> cameras(RuleSettings settings) {
            List<String> own = keys(settings.on());
            if (own.contains("zone")) {
                return settings.zone()
                        .map(text -> of(text, ShapeKind.ZONES, place.child("zone")))
                        .orElse(List.of());
            }
            if (own.contains("line")) {
                return settings.line()
                        .map(text -> of(text, ShapeKind.LINES, place.child("line")))
                        .orElse(List.of());
            }
            if (settings.camera().isEmpty()) {
                return List.copyOf(scenes.keySet());
            }
            String camera = settings.camera().get();
            if (!scenes.containsKey(camera)) {
                if (!hidden.contains(camera)) {
                    place.child("camera").problem(Names.unknown("camera", camera, scenes.keySet()));
                }
                return List.of();
            }
            return List.of(camera);
        }

        private List<String> of(String text, ShapeKind kind, Place at) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1) {
                at.problem("must be CAMERA/" + kind.one().toUpperCase(Locale.ROOT) + ", such as hall/"
                        + (kind == ShapeKind.ZONES ? "counter" : "middle"));
                return List.of();
            }
            String camera = text.substring(0, slash);
            String shape = text.substring(slash + 1);
            SceneConfig scene = scenes.get(camera);
            if (scene == null) {
                if (!hidden.contains(camera)) {
                    at.problem(Names.unknown("camera", camera, scenes.keySet()));
                }
                return List.of();
            }
            Map<String, Shape> shapes = kind == ShapeKind.ZONES ? scene.zones() : scene.lines();
            Shape found = shapes.get(shape);
            if (found == null) {
                at.problem(Names.unknown(kind.one() + " of camera " + camera, shape, shapes.keySet()));
                return List.of();
            }
            if (found.settings().path("mask").asBoolean()) {
                at.problem("'" + shape + "' is a mask: nothing counts in it");
                return List.of();
            }
            return List.of(camera);
        }

        private Optional<Condition> condition(RuleSettings settings) {
            Set<String> labels = Set.copyOf(settings.labels());
            Duration time = settings.for_().orElse(Duration.ZERO);
            String zone = shape(settings.zone());
            String matches = settings.matches().orElse("");
            try {
                return Optional.of(
                        switch (settings.on()) {
                            case ENTERED -> new Condition.Entered(zone, labels);
                            case LEFT -> new Condition.Left(zone, labels);
                            case DWELT -> new Condition.Dwelt(zone, labels, time);
                            case CROSSED -> new Condition.Crossed(shape(settings.line()), settings.direction(), labels);
                            case COUNT -> new Condition.Count(zone, bounds(settings), time);
                            case TEXT -> new Condition.Text(settings.stage(), matches);
                            case VALUE -> new Condition.Value(
                                    settings.stage(), settings.name(), bounds(settings), time);
                            case CLASS -> new Condition.Classified(settings.stage(), labels, time);
                            case ATTRIBUTE -> new Condition.Attribute(
                                    settings.stage(), settings.name().orElse(""), matches, time);
                            case LOST -> new Condition.Lost(time);
                        });
            } catch (IllegalArgumentException e) {
                place.child("matches").problem(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private static String shape(Optional<String> path) {
            return path.map(text -> text.substring(text.indexOf('/') + 1)).orElse("");
        }

        private Condition.Bounds bounds(RuleSettings settings) {
            double hysteresis = settings.hysteresis().orElse(0.0);
            if (!(hysteresis >= 0)) {
                place.child("hysteresis").problem("must be 0 or more, got " + hysteresis);
            }
            return new Condition.Bounds(optional(settings.above()), optional(settings.below()), hysteresis);
        }

        private static OptionalDouble optional(Optional<Double> value) {
            return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
        }
    }
}
