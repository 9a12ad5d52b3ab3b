/** Reads models in TensorFlow.js's formats: graph, weights, Keras layers. */
@NullMarked
package dev.osprey.models.tfjs;

import org.jspecify.annotations.NullMarked;
