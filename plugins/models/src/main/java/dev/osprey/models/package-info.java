/** Fetches, checks and converts the default models while Osprey is built; nothing of it is shipped. */
@NullMarked
package dev.osprey.models;

import org.jspecify.annotations.NullMarked;
