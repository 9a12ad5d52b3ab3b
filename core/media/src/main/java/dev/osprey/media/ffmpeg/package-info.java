/** The few calls of FFmpeg that the rest needs, each native object with one owner. For the media module only. */
@NullMarked
package dev.osprey.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
