package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.event.Rule;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.plugin.Bound;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.text.Names;
import dev.osprey.engine.text.Redactor;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes file, overlay and environment together and checks the whole, collecting every problem. */
final class ConfigReader {
    private static final int MOST_PROBLEMS = 100;
    private static final Pattern PIPELINE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final Path folder;
    private final Map<String, String> environment;
    private final Plugins plugins;
    private final Redactor redactor = new Redactor();

    ConfigReader(Path file, Map<String, String> environment, Plugins plugins) {
        this.folder = file.toAbsolutePath().resolveSibling("");
        this.environment = environment;
        this.plugins = plugins;
    }

    /** Knows every secret that was put in. */
    Redactor redactor() {
        return redactor;
    }

    OspreyConfig read(YamlTree tree, Overlay overlay) throws ConfigException {
        List<Problem> inFile = new ArrayList<>();
        List<Problem> inOverlay = new ArrayList<>();
        Secrets secrets = new Secrets(folder, environment, redactor);
        JsonNode resolved = secrets.resolve(tree.root(), "", inFile);

        Place root = new Place("", inFile);
        Bound<FileSettings> bound = RecordBinder.bindWhatIsRight(FileSettings.class, resolved);
        root.addAll(bound.problems());
        FileSettings file = bound.value().orElseGet(ConfigReader::empty);
        ServerConfig server = new ServerReader(root.child("server"), folder, environment).read(file.server());
        engine(root.child("engine"), file.engine());
        StoreConfig store = new StoreSettingsReader(root.child("store")).read(file.store());
        // as resolved, since a key without a value says something there: a stage with its defaults
        Map<String, JsonNode> filePipelines = entries(resolved.path(Overlay.PIPELINES));
        Map<String, JsonNode> fileCameras = entries(resolved.path(Overlay.CAMERAS));

        Map<String, PipelineConfig> pipelines = new LinkedHashMap<>();
        Set<String> pipelineNames = new LinkedHashSet<>();
        ObjectNode changedPipelines = overlay.part(Overlay.PIPELINES);
        names(filePipelines, changedPipelines).forEach(name -> {
            boolean changed = changedPipelines.has(name);
            pipelineNames.add(name);
            JsonNode source =
                    changed ? changedPipelines.path(name) : filePipelines.getOrDefault(name, MissingNode.getInstance());
            JsonNode written =
                    changed ? source : tree.root().path(Overlay.PIPELINES).path(name);
            pipeline(name, source, written, changed ? Origin.OVERLAY : Origin.FILE, changed ? inOverlay : inFile)
                    .ifPresent(parsed -> pipelines.put(name, parsed));
        });

        Map<String, CameraConfig> cameras = new LinkedHashMap<>();
        ObjectNode changedCameras = overlay.part(Overlay.CAMERAS);
        Map<String, SceneConfig> scenes = new LinkedHashMap<>();
        ZoneId timezone = timezone(root.child("timezone"), file.timezone());
        SceneReader sceneReader = new SceneReader(timezone);
        CameraReader reader = new CameraReader(pipelineNames, server.sources(), redactor);
        names(fileCameras, changedCameras).forEach(id -> {
            JsonNode inTheFile = fileCameras.get(id);
            JsonNode change = changedCameras.get(id);
            boolean ownSource = change != null && (change.hasNonNull("source") || change.hasNonNull("streams"));
            scenes.put(
                    id,
                    sceneReader.read(
                            id,
                            layers(ShapeKind.ZONES, id, inTheFile, change, ownSource, overlay, inFile, inOverlay),
                            layers(ShapeKind.LINES, id, inTheFile, change, ownSource, overlay, inFile, inOverlay)));
            if (change == null && inTheFile != null) {
                reader.read(id, inTheFile, writtenCamera(tree, id), Origin.FILE, inFile)
                        .ifPresent(camera -> cameras.put(id, camera));
            } else if (change != null && ownSource) {
                reader.read(id, change, change, Origin.OVERLAY, inOverlay).ifPresent(camera -> cameras.put(id, camera));
            } else if (change instanceof ObjectNode keys && inTheFile instanceof ObjectNode base) {
                reader.readChanged(id, base, writtenCamera(tree, id), keys, inFile, inOverlay)
                        .ifPresent(camera -> cameras.put(id, camera));
            } else {
                inOverlay.add(new Problem(
                        Overlay.CAMERAS + "." + id,
                        "needs a source, such as {source: \"rtsp://…\", pipeline: people}"));
            }
        });
        Set<String> hidden = new LinkedHashSet<>(fileCameras.keySet());
        hidden.removeAll(scenes.keySet());
        Map<String, List<Rule>> rules =
                new RuleReader(scenes, hidden).read(root.child("rules"), entries(resolved.path("rules")));
        cameras.replaceAll((id, camera) -> camera.withScene(
                scenes.getOrDefault(id, SceneConfig.EMPTY).withRules(rules.getOrDefault(id, List.of()))));
        List<SinkConfig> sinks = new SinkReader(plugins).read(root.child("sinks"), entries(resolved.path("sinks")));
        refuse(tree, inFile, inOverlay);
        return new OspreyConfig(server, file.engine(), store, timezone, cameras, pipelines, sinks);
    }

    /** What the file has; what a camera of the overlay has instead; what was drawn on the page. */
    private static List<SceneReader.Layer> layers(
            ShapeKind kind,
            String id,
            @Nullable JsonNode inTheFile,
            @Nullable JsonNode change,
            boolean ownSource,
            Overlay overlay,
            List<Problem> inFile,
            List<Problem> inOverlay) {
        List<SceneReader.Layer> layers = new ArrayList<>();
        if (change != null && (ownSource || change.has(kind.key()))) {
            layers.add(new SceneReader.Layer(change.path(kind.key()), Origin.OVERLAY, inOverlay));
        } else if (inTheFile != null) {
            layers.add(new SceneReader.Layer(inTheFile.path(kind.key()), Origin.FILE, inFile));
        }
        layers.add(new SceneReader.Layer(overlay.part(kind.key()).path(id), Origin.OVERLAY, inOverlay));
        return layers;
    }

    private static ZoneId timezone(Place place, Optional<String> written) {
        if (written.isEmpty()) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(written.get());
        } catch (DateTimeException e) {
            place.problem(Names.unknown("time zone", written.get(), ZoneId.getAvailableZoneIds()));
            return ZoneId.systemDefault();
        }
    }

    /** As written, before secrets were put in. */
    private static JsonNode writtenCamera(YamlTree tree, String id) {
        return tree.root().path(Overlay.CAMERAS).path(id);
    }

    private void refuse(YamlTree tree, List<Problem> inFile, List<Problem> inOverlay) throws ConfigException {
        List<Problem> all = new ArrayList<>();
        inFile.forEach(problem -> all.add(tree.located(problem)));
        all.addAll(inOverlay);
        if (all.size() > MOST_PROBLEMS) {
            int more = all.size() - MOST_PROBLEMS;
            all.subList(MOST_PROBLEMS, all.size()).clear();
            all.add(new Problem("", "and " + more + " more"));
        }
        if (!all.isEmpty()) {
            throw new ConfigException(all).redacted(redactor);
        }
    }

    /** As an empty file gives it. */
    private static FileSettings empty() {
        return RecordBinder.bindWhatIsRight(FileSettings.class, MissingNode.getInstance())
                .value()
                .orElseThrow(() -> new IllegalStateException("an empty file is a configuration"));
    }

    private static void engine(Place place, EngineConfig engine) {
        String device = engine.device();
        if (!device.matches(EngineConfig.DEVICE_PATTERN)) {
            boolean mistyped = Names.meant(device, List.of("auto", "cpu", "cuda", "cuda:0"))
                    .isPresent();
            place.child("device")
                    .problem("must be auto, cpu, cuda or cuda:N, got " + (mistyped ? "\"" + device + "\"" : "text"));
        }
        engine.lanes().filter(lanes -> lanes < 1 || lanes > 256).ifPresent(lanes -> place.child("lanes")
                .problem("must be a whole number from 1 to 256, got " + lanes));
        place.child("deadline").between(engine.deadline(), Duration.ofMillis(10), Duration.ofMinutes(10));
        int most = engine.maxResults();
        if (most < 1 || most > 1_000_000) {
            place.child("max-results").problem("must be a whole number from 1 to 1000000, got " + most);
        }
    }

    private static Map<String, JsonNode> entries(JsonNode node) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        node.properties().forEach(field -> entries.put(field.getKey(), field.getValue()));
        return entries;
    }

    /** The file's names in its order, then the overlay's; what the overlay removes is left out. */
    private static Set<String> names(Map<String, JsonNode> inFile, ObjectNode changed) {
        Set<String> names = new LinkedHashSet<>(inFile.keySet());
        changed.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                names.remove(field.getKey());
            } else {
                names.add(field.getKey());
            }
        });
        return names;
    }

    private Optional<PipelineConfig> pipeline(
            String name, JsonNode source, JsonNode written, Origin origin, List<Problem> problems) {
        if (!PIPELINE_NAME.matcher(name).matches()) {
            problems.add(
                    new Problem(
                            Overlay.PIPELINES + "." + name,
                            "a pipeline's name has 1 to 64 of the characters A-Z a-z 0-9 _ . - and begins with a letter or digit"));
            return Optional.empty();
        }
        try {
            return Optional.of(new PipelineConfig(name, written, Pipeline.parse(name, source, plugins), origin));
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }
}
