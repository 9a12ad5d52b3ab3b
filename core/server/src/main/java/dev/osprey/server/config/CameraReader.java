package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.plugin.Bound;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.text.Names;
import dev.osprey.engine.text.Redactor;
import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.media.source.NamedBy;
import dev.osprey.media.source.SourceGate;
import dev.osprey.media.source.SourcePolicy;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what stands under one camera's name. */
final class CameraReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(200);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration MIN_EVERY = Duration.ofMillis(100);
    private static final Duration MAX_EVERY = Duration.ofHours(1);

    private final Set<String> pipelines;
    private final SourcePolicy policy;
    private final Redactor redactor;

    CameraReader(Set<String> pipelines, SourcePolicy policy, Redactor redactor) {
        this.pipelines = pipelines;
        this.policy = policy;
        this.redactor = redactor;
    }

    /**
     * A camera that is written in one place.
     *
     * @param node its settings, with their secrets
     * @param written the same before secrets were put in
     */
    Optional<CameraConfig> read(String id, JsonNode node, JsonNode written, Origin origin, List<Problem> problems) {
        int before = problems.size();
        Place place = new Place(Overlay.CAMERAS + "." + id, problems);
        if (!ID.matcher(id).matches()) {
            place.problem("a camera's name has 1 to 64 of the characters a-z 0-9 -, got \"" + id + "\"");
        }
        Bound<CameraSettings> bound = RecordBinder.bindWhatIsRight(CameraSettings.class, node);
        place.addAll(bound.problems());
        if (bound.value().isEmpty()) {
            return Optional.empty();
        }
        CameraSettings settings = bound.value().get();
        List<StreamConfig> streams = new Streams(place, settings, node, written, origin).read();
        settings.pipeline().filter(name -> !pipelines.contains(name)).ifPresent(name -> place.child("pipeline")
                .problem(Names.unknown("pipeline", name, pipelines)));
        if (settings.pipeline().isPresent()
                && !streams.isEmpty()
                && streams.stream().noneMatch(stream -> stream.roles().contains(Role.DETECT))) {
            place.child("streams").problem("one of them needs the role detect, as the camera has a pipeline");
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new CameraConfig(
                id,
                streams,
                settings.pipeline().orElse(null),
                settings.enabled(),
                origin,
                shown(written, streams, settings),
                SceneConfig.EMPTY,
                redactor));
    }

    /** A camera of the file of which the overlay changes some keys; its source is the file's. */
    Optional<CameraConfig> readChanged(
            String id,
            ObjectNode base,
            JsonNode written,
            ObjectNode keys,
            List<Problem> inFile,
            List<Problem> inOverlay) {
        List<Problem> problems = new ArrayList<>();
        Optional<CameraConfig> camera = read(id, merged(base, keys), merged(written, keys), Origin.FILE, problems);
        String own = Overlay.CAMERAS + "." + id + ".";
        for (Problem problem : problems) {
            boolean changed =
                    keys.properties().stream().anyMatch(field -> problem.path().startsWith(own + field.getKey()));
            (changed ? inOverlay : inFile).add(problem);
        }
        return camera.map(read -> new CameraConfig(
                read.id(),
                read.streams(),
                read.pipeline(),
                read.enabled(),
                Origin.OVERLAY,
                read.shown(),
                SceneConfig.EMPTY,
                redactor));
    }

    private static JsonNode merged(JsonNode base, ObjectNode keys) {
        if (!(base instanceof ObjectNode object)) {
            return base;
        }
        ObjectNode merged = object.deepCopy();
        keys.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        });
        return merged;
    }

    /** What page and API see: the same keys, each source with its password masked and its secrets by name. */
    private ObjectNode shown(JsonNode written, List<StreamConfig> streams, CameraSettings settings) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (String key : List.of("transport", "timeout", "every", "max-pixels")) {
            if (written.hasNonNull(key)) {
                shown.set(key, redactor.redact(written.get(key)));
            }
        }
        if (written.hasNonNull("source")) {
            shown.put("source", streams.get(0).source().redacted());
        } else {
            ArrayNode list = shown.putArray("streams");
            for (int i = 0; i < streams.size(); i++) {
                ObjectNode stream = written.get("streams").get(i).deepCopy();
                list.add(stream.put("source", streams.get(i).source().redacted()));
            }
        }
        settings.pipeline().ifPresent(name -> shown.put("pipeline", name));
        return shown.put("enabled", settings.enabled());
    }

    /** The streams of one camera. */
    private final class Streams {
        private final Place place;
        private final CameraSettings settings;
        private final JsonNode node;
        private final JsonNode written;
        private final Origin origin;
        private final Map<Role, Integer> holders = new EnumMap<>(Role.class);
        private final List<StreamConfig> streams = new ArrayList<>();

        Streams(Place place, CameraSettings settings, JsonNode node, JsonNode written, Origin origin) {
            this.place = place;
            this.settings = settings;
            this.node = node;
            this.written = written;
            this.origin = origin;
        }

        List<StreamConfig> read() {
            // asked of the tree, so that one which is wrong in itself is not said to be missing too
            boolean one = node.hasNonNull("source");
            if (one == node.hasNonNull("streams")) {
                place.problem(
                        one
                                ? "has both source and streams; give one of them"
                                : "needs a source, such as source: \"rtsp://…\", or several streams");
                return streams;
            }
            Duration timeout = timeout(place, settings.timeout(), TIMEOUT);
            Transport transport = settings.transport().orElse(Transport.TCP);
            Duration every = every(place, settings.every(), Duration.ZERO);
            long maxPixels = maxPixels(place, settings.maxPixels(), Limits.USUAL_PIXELS);
            if (one) {
                settings.source()
                        .flatMap(text -> source(place, text, written))
                        .filter(url -> pollable(place, url, every))
                        .ifPresent(url -> streams.add(new StreamConfig(
                                url, gate(), EnumSet.allOf(Role.class), transport, timeout, every, maxPixels)));
                return streams;
            }
            int count = node.path("streams").size();
            if (node.path("streams").isArray() && (count < 1 || count > Role.values().length)) {
                place.child("streams").problem("must be 1 to " + Role.values().length + " streams, got " + count);
            }
            for (int i = 0; i < settings.streams().size(); i++) {
                CameraSettings.Stream stream = settings.streams().get(i);
                Place at = place.child("streams").item(i);
                Set<Role> roles = roles(at, stream, i);
                Duration own = timeout(at, stream.timeout(), timeout);
                Transport ownTransport = stream.transport().orElse(transport);
                Duration ownEvery = every(at, stream.every(), every);
                long ownPixels = maxPixels(at, stream.maxPixels(), maxPixels);
                source(at, stream.source(), written.path("streams").path(i))
                        .filter(url -> !roles.isEmpty() && pollable(at, url, ownEvery))
                        .ifPresent(url -> streams.add(
                                new StreamConfig(url, gate(), roles, ownTransport, own, ownEvery, ownPixels)));
            }
            return streams;
        }

        private Duration timeout(Place at, Optional<Duration> given, Duration fallback) {
            given.ifPresent(value -> at.child("timeout").between(value, MIN_TIMEOUT, MAX_TIMEOUT));
            return given.orElse(fallback);
        }

        private static Duration every(Place at, Optional<Duration> given, Duration fallback) {
            given.ifPresent(value -> at.child("every").between(value, MIN_EVERY, MAX_EVERY));
            return given.orElse(fallback);
        }

        private static long maxPixels(Place at, Optional<Integer> given, long fallback) {
            given.filter(value -> value < 1 || value > Limits.MOST_PIXELS).ifPresent(value -> at.child("max-pixels")
                    .problem("must be a whole number from 1 to " + Limits.MOST_PIXELS + ", got " + value));
            return given.map(Integer::longValue).orElse(fallback);
        }

        /** Only a picture that is asked for can be asked for anew. */
        private static boolean pollable(Place at, SourceUrl source, Duration every) {
            if (every.isZero() || source.scheme().http()) {
                return true;
            }
            at.child("every")
                    .problem("is for a source of http or https that is one JPEG, got "
                            + source.scheme().text());
            return false;
        }

        private Set<Role> roles(Place at, CameraSettings.Stream stream, int index) {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (int i = 0; i < stream.roles().size(); i++) {
                Role role = stream.roles().get(i);
                Integer holder = holders.putIfAbsent(role, index);
                if (holder != null) {
                    at.child("roles")
                            .item(i)
                            .problem(role.text() + " is the role of "
                                    + (holder == index ? "this one" : "streams[" + holder + "]") + " already");
                }
                roles.add(role);
            }
            if (roles.isEmpty() && settings.streams().size() == 1) {
                return EnumSet.allOf(Role.class);
            }
            if (roles.isEmpty() && !node.path("streams").path(index).has("roles")) {
                at.child("roles")
                        .problem("is missing: a list of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Role.values())
                                                .map(Role::text)
                                                .toList()));
            }
            return roles;
        }

        private SourceGate gate() {
            return policy.gate(origin == Origin.FILE ? NamedBy.FILE : NamedBy.API);
        }

        private Optional<SourceUrl> source(Place holder, String text, JsonNode holderWritten) {
            Place at = holder.child("source");
            if (origin == Origin.OVERLAY && text.contains(Redactor.MASK)) {
                at.problem("is masked in part (***): write it out, or leave it as it was shown");
                return Optional.empty();
            }
            try {
                SourceUrl url = SourceUrl.parse(text, origin == Origin.FILE ? SourceUrl.FROM_FILE : SourceUrl.FROM_API);
                Optional<String> objection = gate().objection(url.scheme().text(), url.host());
                objection.ifPresent(at::problem);
                JsonNode reference = holderWritten.path("source");
                SourceUrl shownAs = Secrets.mentionedIn(reference) ? url.writtenAs(reference.asText()) : url;
                return objection.isPresent() ? Optional.empty() : Optional.of(shownAs);
            } catch (ConfigException e) {
                e.problems().forEach(problem -> at.problem(problem.message()));
                return Optional.empty();
            }
        }
    }
}
