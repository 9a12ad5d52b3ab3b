/** {@code osprey events}: what a running server says has happened. */
@NullMarked
package dev.osprey.server.cli.events;

import org.jspecify.annotations.NullMarked;
