/** The server as a whole, put together from its parts. */
@NullMarked
package dev.osprey.server;

import org.jspecify.annotations.NullMarked;
