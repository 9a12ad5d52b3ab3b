/** Tracks as files in the form of MOTChallenge, and how well they agree with the truth. */
@NullMarked
package dev.osprey.engine.track.mot;

import org.jspecify.annotations.NullMarked;
