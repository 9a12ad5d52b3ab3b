package dev.osprey.server.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A zone or a line, as page and API show it.
 *
 * @param settings as they are written
 */
public record Shape(String name, ObjectNode settings, Origin origin) {}
