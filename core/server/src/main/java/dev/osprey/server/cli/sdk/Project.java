package dev.osprey.server.cli.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.server.cli.home.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A new stage's project before it is written: its texts, and the files of its model that are copied. */
final class Project {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, String> texts;
    private final Map<String, Path> copies;
    private final @Nullable ModelSummary model;

    private Project(Map<String, String> texts, Map<String, Path> copies, @Nullable ModelSummary model) {
        this.texts = texts;
        this.copies = copies;
        this.model = model;
    }

    /**
     * @param onnx the model for {@link Template#ONNX}
     * @throws IllegalArgumentException in words, if the model is none that a stage can be given pictures for
     */
    static Project of(Template template, Path sdk, StageName stage, @Nullable Path onnx) throws IOException {
        Map<String, String> texts = template.render(sdk, stage);
        if (onnx == null) {
            return new Project(texts, Map.of(), null);
        }
        if (!Files.isRegularFile(onnx) || !onnx.toString().endsWith(".onnx")) {
            throw new IllegalArgumentException("--onnx must be an .onnx file, got " + onnx);
        }
        ModelSummary model = ModelSummary.read(onnx);
        texts.replaceAll((path, text) -> withShapes(text, model));
        String base = "models/" + stage.name();
        texts.put(base + ".json", description(stage, onnx, model));
        Map<String, Path> copies = new TreeMap<>();
        copies.put(base + ".onnx", onnx);
        for (Path weights : weightsOutside(onnx)) {
            copies.put("models/" + weights.getFileName(), weights);
        }
        return new Project(texts, copies, model);
    }

    /** What the model takes and gives, if the project has one. */
    Optional<ModelSummary> model() {
        return Optional.ofNullable(model);
    }

    /**
     * Writes all files, or none.
     *
     * @param folder must be empty, or not be there
     * @return their paths in the folder
     */
    List<String> write(Path folder) throws IOException {
        if (Files.exists(folder) && !isEmptyFolder(folder)) {
            throw new IllegalArgumentException(folder + " is there already and not empty; --out names another folder");
        }
        Path parent = Files.createDirectories(folder.resolveSibling(".").normalize());
        Path part = Files.createTempDirectory(parent, ".new-stage");
        try {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Path file = part.resolve(text.getKey());
                Files.createDirectories(file.resolveSibling(".").normalize());
                Files.writeString(file, text.getValue());
            }
            for (Map.Entry<String, Path> copy : copies.entrySet()) {
                Path file = part.resolve(copy.getKey());
                Files.createDirectories(file.resolveSibling(".").normalize());
                Files.copy(copy.getValue(), file);
            }
            Files.deleteIfExists(folder);
            /* Not the temporary folder itself: only its owner may read that. */
            Files.createDirectory(folder);
            try (Stream<Path> made = Files.list(part)) {
                for (Path path : made.toList()) {
                    Files.move(path, folder.resolve(path.getFileName()));
                }
            }
        } finally {
            TemporaryFolder.delete(part);
        }
        List<String> written = new ArrayList<>(texts.keySet());
        written.addAll(copies.keySet());
        return written.stream().sorted().toList();
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String withShapes(String text, ModelSummary model) {
        String shapes = Stream.concat(
                        model.inputs().stream().map(input -> " * takes " + input),
                        model.outputs().stream().map(output -> " * gives " + output))
                .collect(Collectors.joining("\n"));
        return text.replace(" * takes pixels float32[?,3,32,32]\n * gives colours float32[?,3]", shapes);
    }

    /** What a description beside the model says, under the stage's name; or what the model lets one guess. */
    private static String description(StageName stage, Path onnx, ModelSummary model) throws IOException {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("name", stage.name()).put("file", stage.name() + ".onnx");
        Path beside = onnx.resolveSibling(fileName(onnx).replaceAll("\\.onnx$", ".json"));
        if (Files.isRegularFile(beside)) {
            if (!(JSON.readTree(Files.readString(beside)) instanceof ObjectNode said)) {
                throw new IllegalArgumentException(beside + " describes no model: it must be a JSON object");
            }
            said.remove(List.of("name", "file"));
            entry.setAll(said);
        } else {
            entry.put("task", stage.name());
            entry.putArray("labels");
            entry.set("properties", JSON.valueToTree(model.properties()));
        }
        return JSON.writeValueAsString(entry) + "\n";
    }

    /** Large models keep their weights in files beside, named after the model. */
    private static List<Path> weightsOutside(Path onnx) throws IOException {
        try (Stream<Path> beside =
                Files.list(onnx.toAbsolutePath().resolveSibling(".").normalize())) {
            return beside.filter(file -> fileName(file).matches("\\Q" + fileName(onnx) + "\\E[._]data"))
                    .toList();
        }
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }
}
