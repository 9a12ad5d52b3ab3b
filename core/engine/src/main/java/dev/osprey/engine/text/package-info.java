/** Small helpers for words and durations in configurations and messages. */
@NullMarked
package dev.osprey.engine.text;

import org.jspecify.annotations.NullMarked;
