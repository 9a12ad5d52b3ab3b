package dev.osprey.toolkit.decode;

import dev.osprey.spi.Region;

/**
 * Where a text is.
 *
 * @param quad with its corners clockwise from what is taken for the text's top left
 * @param score the mean probability of text within, 0..1
 */
public record TextBox(Region quad, double score) {}
