/** The stage {@code detect}: finds objects with a convolutional network, in the layouts in which users export them. */
@NullMarked
package dev.osprey.detect;

import org.jspecify.annotations.NullMarked;
