package dev.osprey.spi;

/** A place in the source picture, in pixels; may lie outside it. */
public record Point(double x, double y) {}
