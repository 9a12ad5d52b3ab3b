/** Who may do what: tokens, one-time codes, sessions, hosts and origins. Knows no network library. */
@NullMarked
package dev.osprey.server.access;

import org.jspecify.annotations.NullMarked;
