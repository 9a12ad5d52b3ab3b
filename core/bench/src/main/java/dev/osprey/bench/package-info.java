/** JMH benchmarks of the paths that every frame takes. */
@NullMarked
package dev.osprey.bench;

import org.jspecify.annotations.NullMarked;
