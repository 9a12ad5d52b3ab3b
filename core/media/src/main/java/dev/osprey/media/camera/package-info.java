/** A camera's stream and its life: connecting, reading, decoding, its state in words, and connecting again. */
@NullMarked
package dev.osprey.media.camera;

import org.jspecify.annotations.NullMarked;
