/** The stage {@code text}: finds lines of text, straightens them, and reads them. */
@NullMarked
package dev.osprey.text;

import org.jspecify.annotations.NullMarked;
