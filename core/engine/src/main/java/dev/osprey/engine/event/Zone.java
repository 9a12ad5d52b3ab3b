package dev.osprey.engine.event;

/** A named area of a camera's picture that objects enter, stay in and leave. */
public record Zone(String name, Polygon polygon, ObjectFilter filter) {}
