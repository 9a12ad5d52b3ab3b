/** The benchmark: how many cameras this machine carries, and how near that is to the most it could. */
@NullMarked
package dev.osprey.server.cli.bench;

import org.jspecify.annotations.NullMarked;
