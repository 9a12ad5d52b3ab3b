/** An RTSP camera in software, which serves a clip in a loop and misbehaves when asked to. */
@NullMarked
package dev.osprey.media.simulator;

import org.jspecify.annotations.NullMarked;
