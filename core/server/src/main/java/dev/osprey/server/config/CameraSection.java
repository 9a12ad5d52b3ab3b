package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Names;
import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what stands under one camera's name. */
final class CameraSection {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(200);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration MIN_EVERY = Duration.ofMillis(100);
    private static final Duration MAX_EVERY = Duration.ofHours(1);

    private final Set<String> pipelines;
    private final Secrets secrets;

    CameraSection(Set<String> pipelines, Secrets secrets) {
        this.pipelines = pipelines;
        this.secrets = secrets;
    }

    Optional<CameraConfig> read(String id, JsonNode node, Origin origin, List<Problem> problems) {
        int before = problems.size();
        String path = Overlay.CAMERAS + "." + id;
        if (!ID.matcher(id).matches()) {
            problems.add(
                    new Problem(path, "a camera's name has 1 to 64 of the characters a-z 0-9 -, got \"" + id + "\""));
        }
        Section section = new Section(node, path, problems);
        List<StreamConfig> streams = streams(section, origin);
        Optional<String> pipeline = section.text("pipeline");
        boolean enabled = section.flag("enabled", true);
        section.finish();
        if (pipeline.isPresent() && !pipelines.contains(pipeline.get())) {
            section.problem("pipeline", Names.unknown("pipeline", pipeline.get(), pipelines));
        }
        if (pipeline.isPresent()
                && !streams.isEmpty()
                && streams.stream().noneMatch(stream -> stream.roles().contains(Role.DETECT))) {
            section.problem("streams", "one of them needs the role detect, as the camera has a pipeline");
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new CameraConfig(
                id, streams, pipeline.orElse(null), enabled, origin, shown(node, streams, pipeline, enabled)));
    }

    /** A camera of the file of which the overlay changes some keys; its source is the file's. */
    Optional<CameraConfig> readChanged(
            String id, ObjectNode base, ObjectNode keys, List<Problem> inFile, List<Problem> inOverlay) {
        ObjectNode merged = base.deepCopy();
        keys.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        });
        List<Problem> problems = new ArrayList<>();
        Optional<CameraConfig> camera = read(id, merged, Origin.FILE, problems);
        String own = Overlay.CAMERAS + "." + id + ".";
        for (Problem problem : problems) {
            boolean changed =
                    keys.properties().stream().anyMatch(field -> problem.path().startsWith(own + field.getKey()));
            (changed ? inOverlay : inFile).add(problem);
        }
        return camera.map(read -> new CameraConfig(
                read.id(), read.streams(), read.pipeline(), read.enabled(), Origin.OVERLAY, read.shown()));
    }

    private List<StreamConfig> streams(Section section, Origin origin) {
        boolean one = section.has("source");
        JsonNode many = section.raw("streams");
        if (one == !many.isMissingNode()) {
            section.problem(
                    "",
                    one
                            ? "has both source and streams; give one of them"
                            : "needs a source, such as source: \"rtsp://…\", or several streams");
        }
        Duration timeout = section.duration("timeout", MIN_TIMEOUT, MAX_TIMEOUT, TIMEOUT);
        Transport transport = transport(section, Transport.TCP);
        Duration every = section.duration("every", MIN_EVERY, MAX_EVERY, Duration.ZERO);
        long maxPixels = section.integer("max-pixels", 1, (int) Limits.MOST_PIXELS, (int) Limits.USUAL_PIXELS);
        Defaults defaults = new Defaults(origin, transport, timeout, every, maxPixels);
        List<StreamConfig> streams = new ArrayList<>();
        if (one) {
            source(section, origin)
                    .filter(source -> pollable(section, source, every))
                    .ifPresent(source -> streams.add(
                            new StreamConfig(source, EnumSet.allOf(Role.class), transport, timeout, every, maxPixels)));
        } else if (many.isArray()) {
            if (many.isEmpty() || many.size() > Role.values().length) {
                section.problem("streams", "must be 1 to " + Role.values().length + " streams, got " + many.size());
            }
            Map<Role, Integer> holders = new EnumMap<>(Role.class);
            for (int i = 0; i < many.size(); i++) {
                Section stream = section.element("streams", i);
                stream(stream, i, many.size() == 1, holders, defaults).ifPresent(streams::add);
            }
        } else if (!many.isMissingNode()) {
            section.problem("streams", "must be a list of {source, roles}, got " + Section.kind(many));
        }
        return streams;
    }

    private record Defaults(Origin origin, Transport transport, Duration timeout, Duration every, long maxPixels) {}

    /** Only a picture that is asked for can be asked for anew. */
    private static boolean pollable(Section section, SourceUrl source, Duration every) {
        if (!every.isZero() && !source.scheme().http()) {
            section.problem(
                    "every",
                    "is for a source of http or https that is one JPEG, got "
                            + source.scheme().text());
            return false;
        }
        return true;
    }

    private Optional<StreamConfig> stream(
            Section section, int index, boolean alone, Map<Role, Integer> holders, Defaults defaults) {
        if (!section.has("source")) {
            section.problem("source", "is missing, such as \"rtsp://…\"");
        }
        Optional<SourceUrl> source = source(section, defaults.origin());
        Set<Role> roles = roles(section, index, alone, holders);
        Transport transport = transport(section, defaults.transport());
        Duration timeout = section.duration("timeout", MIN_TIMEOUT, MAX_TIMEOUT, defaults.timeout());
        Duration every = section.duration("every", MIN_EVERY, MAX_EVERY, defaults.every());
        long maxPixels = section.integer("max-pixels", 1, (int) Limits.MOST_PIXELS, (int) defaults.maxPixels());
        section.finish();
        return roles.isEmpty()
                ? Optional.empty()
                : source.filter(url -> pollable(section, url, every))
                        .map(url -> new StreamConfig(url, roles, transport, timeout, every, maxPixels));
    }

    private static Set<Role> roles(Section section, int index, boolean alone, Map<Role, Integer> holders) {
        List<String> texts = section.texts("roles");
        List<String> names = Arrays.stream(Role.values()).map(Role::text).toList();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < texts.size(); i++) {
            Optional<Role> role = Role.of(texts.get(i));
            if (role.isEmpty()) {
                section.problem("roles[" + i + "]", Names.unknown("role", texts.get(i), names));
                continue;
            }
            Integer holder = holders.putIfAbsent(role.get(), index);
            if (holder != null) {
                section.problem(
                        "roles[" + i + "]",
                        texts.get(i) + " is the role of " + (holder == index ? "this one" : "streams[" + holder + "]")
                                + " already");
            }
            roles.add(role.get());
        }
        if (texts.isEmpty() && alone) {
            return EnumSet.allOf(Role.class);
        }
        if (texts.isEmpty()) {
            section.problem("roles", "is missing: a list of " + String.join(", ", names));
        }
        return roles;
    }

    private static Transport transport(Section section, Transport fallback) {
        Optional<String> text = section.text("transport");
        List<String> names = Arrays.stream(Transport.values())
                .map(transport -> transport.name().toLowerCase(Locale.ROOT))
                .toList();
        if (text.isEmpty()) {
            return fallback;
        }
        if (!names.contains(text.get())) {
            section.problem("transport", Names.unknown("transport", text.get(), names));
            return fallback;
        }
        return Transport.valueOf(text.get().toUpperCase(Locale.ROOT));
    }

    private Optional<SourceUrl> source(Section section, Origin origin) {
        Optional<String> text = section.text("source");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (origin == Origin.OVERLAY && text.get().contains("***")) {
            section.problem("source", "is masked in part (***): write it out, or leave it as it was shown");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    SourceUrl.parse(text.get(), origin == Origin.FILE ? SourceUrl.FROM_FILE : SourceUrl.FROM_API));
        } catch (ConfigException e) {
            e.problems().forEach(problem -> section.problem("source", secrets.redact(problem.message())));
            return Optional.empty();
        }
    }

    /** What page and API see: the same keys, each source with its password masked and its secrets by name. */
    private ObjectNode shown(JsonNode node, List<StreamConfig> streams, Optional<String> pipeline, boolean enabled) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (String key : List.of("transport", "timeout", "every", "max-pixels")) {
            if (node.hasNonNull(key)) {
                shown.set(key, node.get(key));
            }
        }
        if (node.hasNonNull("source")) {
            shown.put("source", masked(streams.get(0)));
        } else {
            ArrayNode list = shown.putArray("streams");
            for (int i = 0; i < streams.size(); i++) {
                ObjectNode stream = node.get("streams").get(i).deepCopy();
                list.add(stream.put("source", masked(streams.get(i))));
            }
        }
        pipeline.ifPresent(name -> shown.put("pipeline", name));
        return shown.put("enabled", enabled);
    }

    private String masked(StreamConfig stream) {
        return secrets.redact(stream.source().redacted());
    }
}
