/** Cameras: a source's packets as access units, its pictures, and its state in words; reconnects by itself. */
@NullMarked
package dev.osprey.media.camera;

import org.jspecify.annotations.NullMarked;
