package dev.osprey.server.config;

import dev.osprey.engine.plugin.SinkType;

/**
 * A sink, checked.
 *
 * @param settings the plugin's own record
 */
public record SinkConfig(String name, SinkType type, Record settings, SinkFilter filter) {}
