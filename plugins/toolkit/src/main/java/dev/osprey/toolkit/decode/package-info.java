/** Arithmetic that decoders of model outputs have in common: selection, suppression, activations. */
@NullMarked
package dev.osprey.toolkit.decode;

import org.jspecify.annotations.NullMarked;
