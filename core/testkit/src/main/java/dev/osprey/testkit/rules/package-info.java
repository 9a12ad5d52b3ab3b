/** Rules of architecture that hold for every plugin. */
@NullMarked
package dev.osprey.testkit.rules;

import org.jspecify.annotations.NullMarked;
