/** Writes ONNX: a builder for the file and one converter per operator of TensorFlow.js. */
@NullMarked
package dev.osprey.models.onnx;

import org.jspecify.annotations.NullMarked;
