/** Recorded pictures through a pipeline, to JSON lines, an annotated clip and the pictures that stages saw. */
@NullMarked
package dev.osprey.server.cli.analyze;

import org.jspecify.annotations.NullMarked;
