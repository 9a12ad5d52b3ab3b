/** osprey.yaml as validated records, the overlay over it, and its application while running. */
@NullMarked
package dev.osprey.server.config;

import org.jspecify.annotations.NullMarked;
