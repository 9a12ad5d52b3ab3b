/** Who gets events: each configured sink with its own thread, place in the log and pace. */
@NullMarked
package dev.osprey.server.sink;

import org.jspecify.annotations.NullMarked;
