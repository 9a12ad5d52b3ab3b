/** Runs pipelines of stages over the pictures of many cameras; knows neither Vert.x nor FFmpeg nor ONNX Runtime. */
@NullMarked
package dev.osprey.engine;

import org.jspecify.annotations.NullMarked;
