/** ONNX files of a few operators, for tests of stages around models. */
@NullMarked
package dev.osprey.testkit.onnx;

import org.jspecify.annotations.NullMarked;
