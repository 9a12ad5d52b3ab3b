/** Convolves pictures: the plugin to copy when writing one's own. */
@NullMarked
package dev.osprey.filter;

import org.jspecify.annotations.NullMarked;
