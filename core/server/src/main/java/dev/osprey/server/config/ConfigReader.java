package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.plugin.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes file, overlay and environment together and checks the whole, collecting every problem. */
final class ConfigReader {
    private static final Pattern PIPELINE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final Path folder;
    private final Map<String, String> environment;
    private final Plugins plugins;

    ConfigReader(Path file, Map<String, String> environment, Plugins plugins) {
        this.folder = file.toAbsolutePath().resolveSibling("");
        this.environment = environment;
        this.plugins = plugins;
    }

    OspreyConfig read(YamlTree tree, Overlay overlay) throws ConfigException {
        List<Problem> inFile = new ArrayList<>();
        List<Problem> inOverlay = new ArrayList<>();
        Secrets secrets = new Secrets(folder, environment);
        JsonNode resolved = secrets.resolve(tree.root(), "", inFile);

        Section root = new Section(resolved, "", inFile);
        ServerConfig server = ServerSection.read(root.section("server"), folder, environment);
        EngineConfig engine = engine(root.section("engine"));
        Map<String, JsonNode> filePipelines = entries(root.raw(Overlay.PIPELINES), Overlay.PIPELINES, inFile);
        Map<String, JsonNode> fileCameras = entries(root.raw(Overlay.CAMERAS), Overlay.CAMERAS, inFile);
        root.finish();

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
        CameraSection reader = new CameraSection(pipelineNames, secrets);
        names(fileCameras, changedCameras).forEach(id -> {
            JsonNode inTheFile = fileCameras.get(id);
            JsonNode change = changedCameras.get(id);
            boolean ownSource = change != null && (change.hasNonNull("source") || change.hasNonNull("streams"));
            if (change == null && inTheFile != null) {
                reader.read(id, inTheFile, Origin.FILE, inFile).ifPresent(camera -> cameras.put(id, camera));
            } else if (change != null && ownSource) {
                reader.read(id, change, Origin.OVERLAY, inOverlay).ifPresent(camera -> cameras.put(id, camera));
            } else if (change instanceof ObjectNode keys && inTheFile instanceof ObjectNode base) {
                reader.readChanged(id, base, keys, inFile, inOverlay).ifPresent(camera -> cameras.put(id, camera));
            } else {
                inOverlay.add(new Problem(
                        Overlay.CAMERAS + "." + id,
                        "needs a source, such as {source: \"rtsp://…\", pipeline: people}"));
            }
        });
        refuse(tree, secrets, inFile, inOverlay);
        return new OspreyConfig(server, engine, cameras, pipelines);
    }

    private static void refuse(YamlTree tree, Secrets secrets, List<Problem> inFile, List<Problem> inOverlay)
            throws ConfigException {
        List<Problem> all = new ArrayList<>();
        inFile.forEach(
                problem -> all.add(tree.located(new Problem(problem.path(), secrets.redact(problem.message())))));
        all.addAll(inOverlay);
        if (!all.isEmpty()) {
            throw new ConfigException(all);
        }
    }

    private static EngineConfig engine(Section section) {
        String device = section.text("device").orElse(EngineConfig.DEFAULT.device());
        if (!device.matches(EngineConfig.DEVICE_PATTERN)) {
            section.problem("device", "must be auto, cpu, cuda or cuda:N, got \"" + device + "\"");
        }
        EngineConfig config = new EngineConfig(
                device,
                section.integer("lanes", 1, 256, 0),
                section.duration(
                        "deadline", Duration.ofMillis(10), Duration.ofMinutes(10), EngineConfig.DEFAULT.deadline()),
                section.integer("max-results", 1, 1_000_000, EngineConfig.DEFAULT.maxResults()));
        section.finish();
        return config;
    }

    private static Map<String, JsonNode> entries(JsonNode node, String path, List<Problem> problems) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        if (node.isObject()) {
            node.properties().forEach(field -> entries.put(field.getKey(), field.getValue()));
        } else if (!node.isMissingNode()) {
            problems.add(new Problem(path, "must be a mapping of names, got " + Section.kind(node)));
        }
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
