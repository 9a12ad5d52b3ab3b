package dev.osprey.server.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.EngineHealth;
import dev.osprey.engine.Problem;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.text.Redactor;
import dev.osprey.media.picture.Jpeg;
import dev.osprey.server.Osprey;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.camera.Snapshot;
import dev.osprey.server.camera.ViewInfo;
import dev.osprey.server.config.CameraConfig;
import dev.osprey.server.config.OspreyConfig;
import dev.osprey.server.config.PipelineConfig;
import dev.osprey.server.config.Shape;
import dev.osprey.server.config.ShapeKind;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Health;
import dev.osprey.server.http.Replies;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.scene.SceneFigures;
import dev.osprey.server.sink.SinkFigures;
import dev.osprey.spi.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The running server as the network side sees it. */
final class OspreyBackend implements Backend {
    private static final int JPEG_QUALITY = 85;

    private final Osprey osprey;

    OspreyBackend(Osprey osprey) {
        this.osprey = osprey;
    }

    @Override
    public List<CameraView> cameras() {
        return osprey.cameras().list();
    }

    @Override
    public Optional<CameraView> camera(String id) {
        return osprey.cameras().find(id);
    }

    @Override
    public void putCamera(String id, ObjectNode settings) throws ConfigException {
        osprey.config().putCamera(id, settings);
    }

    @Override
    public void removeCamera(String id) throws ConfigException {
        osprey.config().removeCamera(id);
    }

    @Override
    public List<Shape> shapes(ShapeKind kind, String camera) {
        CameraConfig config = osprey.config().current().cameras().get(camera);
        return config == null
                ? List.of()
                : List.copyOf(config.scene().shapes(kind).values());
    }

    @Override
    public void putShape(ShapeKind kind, String camera, String name, ObjectNode settings) throws ConfigException {
        osprey.config().putShape(kind, camera, name, settings);
    }

    @Override
    public void removeShape(ShapeKind kind, String camera, String name) throws ConfigException {
        osprey.config().removeShape(kind, camera, name);
    }

    @Override
    public Optional<byte[]> picture(PictureRequest request) {
        if (request.view().isPresent()) {
            Optional<Picture> made =
                    osprey.cameras().view(request.camera(), request.view().get());
            return made.map(picture -> encoded(picture, request.maxWidth()));
        }
        Optional<Snapshot> newest = osprey.cameras().latest(request.camera());
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        try (Snapshot snapshot = newest.get()) {
            Optional<Analysis> drawn = request.annotated() ? snapshot.analysis() : Optional.empty();
            return Optional.of(
                    drawn.isPresent()
                            ? Jpeg.encode(snapshot.picture(), drawn.get(), request.maxWidth(), JPEG_QUALITY)
                            : Jpeg.encode(snapshot.picture(), request.maxWidth(), JPEG_QUALITY));
        }
    }

    private static byte[] encoded(Picture picture, int maxWidth) {
        try {
            return Jpeg.encode(picture, maxWidth, JPEG_QUALITY);
        } finally {
            picture.release();
        }
    }

    @Override
    public List<ViewInfo> views(String camera) {
        return osprey.cameras().views(camera);
    }

    @Override
    public ArrayNode pipelines() {
        OspreyConfig config = osprey.config().current();
        ArrayNode list = Replies.JSON.createArrayNode();
        for (PipelineConfig pipeline : config.pipelines().values()) {
            ObjectNode shown = list.addObject()
                    .put("name", pipeline.name())
                    .put("origin", pipeline.origin().text());
            ArrayNode stages = shown.putArray("stages");
            pipeline.pipeline().nodes().forEach(node -> stages.addObject()
                    .put("name", node.as())
                    .put("stage", node.type().name()));
            ArrayNode cameras = shown.putArray("cameras");
            config.cameras().values().stream()
                    .filter(camera -> pipeline.name().equals(camera.pipeline()))
                    .map(CameraConfig::id)
                    .forEach(cameras::add);
            shown.set("definition", pipeline.source());
        }
        return (ArrayNode) redactor().redact(list);
    }

    @Override
    public ArrayNode stages() {
        List<StageStatus> running = osprey.engine().stages();
        ArrayNode list = Replies.JSON.createArrayNode();
        osprey.plugins().stages().forEach(type -> {
            ObjectNode shown = list.addObject()
                    .put("name", type.name())
                    .put("description", type.description())
                    .put("plugin", type.plugin())
                    .put("version", type.version())
                    .put("scope", type.scope().name().toLowerCase(Locale.ROOT));
            shown.set("schema", type.schema());
            ArrayNode instances = shown.putArray("instances");
            running.stream()
                    .filter(status -> status.name().equals(type.name()))
                    .forEach(status -> instances.add(redactor().redact(shown(status))));
        });
        return list;
    }

    private Redactor redactor() {
        return osprey.config().redactor();
    }

    private static ObjectNode shown(StageStatus status) {
        ObjectNode shown = Replies.JSON
                .createObjectNode()
                .put("state", text(status.state()))
                .put("message", status.message())
                .put("calls", status.calls())
                .put("errors", status.errors())
                .put("timeouts", status.timeouts())
                .put("recreations", status.recreations())
                .put("lastError", status.lastError())
                .put("meanMillis", status.meanMillis())
                .put("p50Millis", status.p50Millis())
                .put("p99Millis", status.p99Millis())
                .put("cpuSeconds", status.cpuSeconds());
        ArrayNode cameras = shown.putArray("cameras");
        status.cameras().forEach(cameras::add);
        shown.set("settings", status.settings());
        return shown;
    }

    private static String text(StageStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the catalog's own file says of each, licence and provenance too, and whether its weights are there. */
    @Override
    public ArrayNode models() {
        ArrayNode list = Replies.JSON.createArrayNode();
        for (Model model : osprey.models().list()) {
            ObjectNode shown = described(model);
            shown.put("name", model.name());
            shown.put("task", model.task());
            shown.set("labels", Replies.JSON.valueToTree(model.labels()));
            shown.set("properties", Replies.JSON.valueToTree(model.properties()));
            Path name = model.file().getFileName();
            shown.put("file", name == null ? "" : name.toString());
            shown.put("present", Files.isRegularFile(model.file()));
            list.add(shown);
        }
        return list;
    }

    private static ObjectNode described(Model model) {
        Path entry = model.file().resolveSibling(model.name() + ".json");
        try {
            if (Files.isRegularFile(entry) && Replies.JSON.readTree(entry.toFile()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // The catalog was read from it at the start: it changed since, and what was read then is told.
            return Replies.JSON.createObjectNode();
        }
        return Replies.JSON.createObjectNode();
    }

    @Override
    public Health health() {
        List<String> quarantined = osprey.engine().stages().stream()
                .filter(status -> status.state() == StageStatus.State.QUARANTINED)
                .map(status -> status.name() + ": " + status.message())
                .toList();
        List<Health.Check> checks = new ArrayList<>();
        checks.add(check("configuration", texts(osprey.config().problems())));
        checks.add(check("plugins", texts(osprey.plugins().problems())));
        checks.add(check("stages", quarantined));
        checks.add(check("engine", lanes(osprey.engine().health())));
        checks.add(check("events", osprey.events().problem().map(List::of).orElse(List.of())));
        checks.add(check("threads", Faults.OURS.down()));
        return new Health(checks);
    }

    private static List<String> lanes(EngineHealth health) {
        return health.isWhole()
                ? List.of()
                : List.of(health.lanes() + " of " + health.lanesWanted()
                        + " threads that run stages are alive; the others are started again within a second");
    }

    @Override
    public OptionalInt releaseStage(String name) {
        return osprey.plugins().find(name).isPresent()
                ? OptionalInt.of(osprey.engine().release(name))
                : OptionalInt.empty();
    }

    @Override
    public EngineHealth engineHealth() {
        return osprey.engine().health();
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private Health.Check check(String name, List<String> problems) {
        return new Health.Check(name, problems.isEmpty(), redactor().redact(String.join("\n", problems)));
    }

    @Override
    public List<StageStatus> loadedStages() {
        return osprey.engine().stages();
    }

    @Override
    public long heldBytes() {
        return osprey.hub().stats().heldBytes();
    }

    @Override
    public SceneFigures sceneFigures() {
        return osprey.scenes().figures();
    }

    @Override
    public EventLog events() {
        return osprey.events();
    }

    @Override
    public List<SinkFigures> sinks() {
        return osprey.sinks().figures();
    }

    @Override
    public Optional<Subscription> watch(LiveRequest request, LiveSink sink) {
        return osprey.hub().subscribe(request, sink);
    }
}
