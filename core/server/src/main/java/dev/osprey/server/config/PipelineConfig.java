package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.pipeline.Pipeline;

/**
 * One named pipeline.
 *
 * @param source as written
 * @param pipeline the same, parsed and checked against the plugins
 */
public record PipelineConfig(String name, JsonNode source, Pipeline pipeline, Origin origin) {}
