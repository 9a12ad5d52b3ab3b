/** Finds stages in plugins, each in a class loader of its own, and binds their settings. */
@NullMarked
package dev.osprey.engine.plugin;

import org.jspecify.annotations.NullMarked;
