package dev.osprey.server.cli.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.plugin.Plugins;

/**
 * The pipeline that is measured: {@code stages: [{detect: {model: MODEL, score: 0.4}}]}, every frame.
 *
 * @param model a name of the catalog, or the path of an {@code .onnx} file
 */
record BenchPipeline(String model) {
    private static final double SCORE = 0.4;

    Pipeline parse(Plugins plugins) throws ConfigException {
        ObjectNode yaml = JsonNodeFactory.instance.objectNode();
        yaml.putArray("stages")
                .addObject()
                .putObject("detect")
                .put("model", model)
                .put("score", SCORE);
        return Pipeline.parse("bench", yaml, plugins);
    }
}
