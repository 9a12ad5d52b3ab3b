/** Results and status on the event bus, by reference inside the process and as JSON on the wire. */
@NullMarked
package dev.osprey.server.bus;

import org.jspecify.annotations.NullMarked;
