/** Decoded pictures as the engine sees them; the media module has their pixels. */
@NullMarked
package dev.osprey.engine.frame;

import org.jspecify.annotations.NullMarked;
