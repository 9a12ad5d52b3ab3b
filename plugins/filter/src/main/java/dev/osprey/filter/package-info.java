/** Convolves pictures. */
@NullMarked
package dev.osprey.filter;

import org.jspecify.annotations.NullMarked;
