/** Zones, lines, rules and the life of what is tracked: from analyses to events. Knows no clock but the one handed in. */
@NullMarked
package dev.osprey.engine.event;

import org.jspecify.annotations.NullMarked;
