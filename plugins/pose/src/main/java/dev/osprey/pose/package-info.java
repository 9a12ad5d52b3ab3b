/** The stage {@code pose}: finds key points of people, in the layouts in which users export such models. */
@NullMarked
package dev.osprey.pose;

import org.jspecify.annotations.NullMarked;
