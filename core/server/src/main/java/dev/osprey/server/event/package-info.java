/** The event log: numbered without gaps, kept before anything is sent, read by whoever was away. */
@NullMarked
package dev.osprey.server.event;

import org.jspecify.annotations.NullMarked;
