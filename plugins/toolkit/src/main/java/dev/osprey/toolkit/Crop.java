package dev.osprey.toolkit;

import dev.osprey.spi.Input;
import dev.osprey.spi.Region;

/** Part of an input that a model looks at; in source pixels. */
public record Crop(Input input, Region region) {}
