/** Finds what moves before a camera by comparing its picture with a background. */
@NullMarked
package dev.osprey.motion;

import org.jspecify.annotations.NullMarked;
