/** Cameras, packets, decoding, pixels and JPEG: everything that touches FFmpeg and OpenCV. */
@NullMarked
package dev.osprey.media;

import org.jspecify.annotations.NullMarked;
