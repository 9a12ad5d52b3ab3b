/** Pipelines as they are configured: stages, their order, gates, cascades and filters. */
@NullMarked
package dev.osprey.engine.pipeline;

import org.jspecify.annotations.NullMarked;
