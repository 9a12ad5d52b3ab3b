/** From what a camera's pipeline finds to what is kept of it: events, the best picture of each object, and a clip. */
@NullMarked
package dev.osprey.server.scene;

import org.jspecify.annotations.NullMarked;
