/** Runs pipelines: feeds, lanes, batches, deadlines, and what becomes of a stage that fails. */
@NullMarked
package dev.osprey.engine.schedule;

import org.jspecify.annotations.NullMarked;
