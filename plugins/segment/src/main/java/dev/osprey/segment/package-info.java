/** The stage {@code segment}: the pixels of people or of classes, as masks. */
@NullMarked
package dev.osprey.segment;

import org.jspecify.annotations.NullMarked;
