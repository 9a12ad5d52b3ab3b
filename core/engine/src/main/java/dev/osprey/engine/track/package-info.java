/** Which detections of one picture after another are the same object. Knows boxes, labels, scores and time alone. */
@NullMarked
package dev.osprey.engine.track;

import org.jspecify.annotations.NullMarked;
