/** One runtime a camera: its streams, its pipeline, its newest picture and its figures. */
@NullMarked
package dev.osprey.server.camera;

import org.jspecify.annotations.NullMarked;
