/** What a pipeline found in one picture, and how it is written as JSON. */
@NullMarked
package dev.osprey.engine.analysis;

import org.jspecify.annotations.NullMarked;
