package dev.osprey.models;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.models.fetch.Hash;
import dev.osprey.models.onnx.GraphConverter;
import dev.osprey.models.tfjs.LayersModel;
import dev.osprey.models.tfjs.TfjsGraph;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes one model of the catalog from its source files: converts it, tries it, describes it. */
final class ModelMaker {
    private static final int BATCH = 4;
    private static final double BATCH_TOLERANCE = 1e-4;

    private ModelMaker() {}

    /**
     * Makes a model.
     *
     * @param files the source files by their path in the package
     * @param reference what the conversion must give; empty for a native model
     * @return the finished files by name
     * @throws CheckException when the model does not give what it should
     */
    static Map<String, byte[]> make(Recipe recipe, Map<String, byte[]> files, Optional<Reference> reference)
            throws IOException {
        byte[] model =
                switch (recipe.format()) {
                    case ONNX -> content(recipe, files, ".onnx");
                    case TFJS_GRAPH -> convert(
                            recipe, TfjsGraph.read(json(recipe, files), content(recipe, files, ".bin")));
                    case TFJS_LAYERS -> convert(
                            recipe, LayersModel.read(json(recipe, files), content(recipe, files, ".bin")));
                };
        Map<String, byte[]> made = new LinkedHashMap<>();
        Map<String, String> companions = new LinkedHashMap<>();
        files.forEach((path, content) -> {
            if (path.endsWith(".txt")) {
                String name = path.substring(path.lastIndexOf('/') + 1);
                made.put(name, content);
                companions.put(name, Hash.of(content));
            }
        });
        CatalogEntry entry = tried(recipe, model, companions, reference);
        made.put(recipe.name() + ".onnx", model);
        made.put(recipe.name() + ".json", entry.toJson());
        return made;
    }

    private static CatalogEntry tried(
            Recipe recipe, byte[] model, Map<String, String> companions, Optional<Reference> reference)
            throws IOException {
        try (ModelSession session = new ModelSession(model)) {
            Map<String, FloatTensor> outputs = session.run(List.of(recipe.probe()));
            if (reference.isPresent()) {
                reference.get().check(recipe.name(), outputs);
            }
            if (recipe.batchIsDynamic()) {
                checkBatch(recipe, session);
            }
            return new CatalogEntry(
                    recipe.name(),
                    recipe.name() + ".onnx",
                    Hash.of(model),
                    recipe.task(),
                    recipe.description(),
                    recipe.labels(),
                    recipe.properties(),
                    recipe.batchIsDynamic() ? recipe.batch() : 1,
                    recipe.licence(),
                    recipe.provenance(),
                    recipe.url(),
                    companions,
                    session.inputs(),
                    session.outputs());
        } catch (OrtException e) {
            throw new CheckException("ONNX Runtime refuses " + recipe.name() + ": " + e.getMessage());
        }
    }

    /** Four pictures at once must give what each gives alone. */
    private static void checkBatch(Recipe recipe, ModelSession session) throws OrtException {
        List<Probe> probes = IntStream.range(0, BATCH)
                .mapToObj(i -> recipe.probe().withSeed(recipe.probe().seed() + i))
                .toList();
        Map<String, FloatTensor> together = session.run(probes);
        for (int picture = 0; picture < BATCH; picture++) {
            Map<String, FloatTensor> alone = session.run(List.of(probes.get(picture)));
            for (Map.Entry<String, FloatTensor> output : alone.entrySet()) {
                FloatTensor all = Objects.requireNonNull(together.get(output.getKey()));
                String what = recipe.name() + ", output " + output.getKey() + ", picture " + picture + " of " + BATCH;
                if (all.shape().get(0) != BATCH) {
                    throw new CheckException(
                            what + ": the first dimension is " + all.shape().get(0) + ", not " + BATCH);
                }
                requireSame(what, output.getValue().values(), all.row(picture));
            }
        }
    }

    private static void requireSame(String what, float[] alone, float[] together) {
        double mean = 0;
        for (float value : alone) {
            mean += Math.abs(value) / alone.length;
        }
        for (int i = 0; i < alone.length; i++) {
            double allowed = BATCH_TOLERANCE * Math.max(mean, Math.abs(alone[i])) + 1e-7;
            if (!(Math.abs(alone[i] - together[i]) <= allowed)) {
                throw new CheckException(what + ", element " + i + ": alone it is " + alone[i] + ", in a batch "
                        + together[i] + ", allowed is a difference of " + allowed);
            }
        }
    }

    private static byte[] convert(Recipe recipe, TfjsGraph graph) {
        return GraphConverter.convert(
                recipe.name(),
                graph,
                recipe.inputShape().stream().mapToInt(Integer::intValue).toArray());
    }

    private static JsonNode json(Recipe recipe, Map<String, byte[]> files) throws IOException {
        return new ObjectMapper().readTree(content(recipe, files, ".json"));
    }

    private static byte[] content(Recipe recipe, Map<String, byte[]> files, String ending) {
        String path = recipe.file(ending);
        byte[] content = files.get(path);
        if (content == null) {
            throw new IllegalArgumentException("file " + path + " of " + recipe.name() + " was not given");
        }
        return content;
    }
}
