/** The launcher: one class a command of {@code bin/osprey}. */
@NullMarked
package dev.osprey.server.cli;

import org.jspecify.annotations.NullMarked;
