/** Connections that last: the live WebSocket and MJPEG, each with its bounded way out. */
@NullMarked
package dev.osprey.server.http.live;

import org.jspecify.annotations.NullMarked;
