/** Compressed video as it comes from a source and as viewers get it: units, parameter sets, sizes and times. */
@NullMarked
package dev.osprey.media.bitstream;

import org.jspecify.annotations.NullMarked;
