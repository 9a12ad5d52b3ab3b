/**
 * What a plugin compiles against: a {@link dev.osprey.spi.StageFactory} makes a {@link dev.osprey.spi.Stage}, which
 * turns {@link dev.osprey.spi.Input}s into {@link dev.osprey.spi.Output}s.
 *
 * <p>Coordinates are continuous: the picture's top left corner is (0, 0), x grows to the right, y downwards, and the
 * pixel in column i and row j covers [i, i+1) × [j, j+1). All results are in pixels of the source picture.
 */
@NullMarked
package dev.osprey.spi;

import org.jspecify.annotations.NullMarked;
