/** Events in a file: a CloudEvent a line. */
@NullMarked
package dev.osprey.file;

import org.jspecify.annotations.NullMarked;
