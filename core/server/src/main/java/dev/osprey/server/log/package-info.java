/** How log lines are written. Named in {@code logback.xml} alone. */
@NullMarked
package dev.osprey.server.log;

import org.jspecify.annotations.NullMarked;
