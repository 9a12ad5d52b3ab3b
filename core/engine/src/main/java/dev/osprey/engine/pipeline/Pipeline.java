package dev.osprey.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.plugin.Plugins;
import java.util.List;

/**
 * Stages in an order in which each stands after those it depends on.
 *
 * @param source what it was read from
 */
public record Pipeline(String name, List<StageNode> nodes, JsonNode source) {
    public Pipeline {
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads a pipeline.
     *
     * @param yaml the value under {@code pipelines.<name>}
     * @throws ConfigException with every problem found, their paths beginning with {@code pipelines.<name>}
     */
    public static Pipeline parse(String name, JsonNode yaml, Plugins plugins) throws ConfigException {
        return new PipelineParser(name, plugins).parse(yaml);
    }
}
