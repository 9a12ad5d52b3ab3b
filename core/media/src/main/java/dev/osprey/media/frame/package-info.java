/** Decoded pictures in native memory, and how their pixels are read. */
@NullMarked
package dev.osprey.media.frame;

import org.jspecify.annotations.NullMarked;
