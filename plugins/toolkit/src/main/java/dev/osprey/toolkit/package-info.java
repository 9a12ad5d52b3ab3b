/**
 * What plugins share: {@link dev.osprey.toolkit.OnnxStage}, the short way to a stage around one ONNX model, and what it
 * stands on. Bundled into each plugin.
 */
@NullMarked
package dev.osprey.toolkit;

import org.jspecify.annotations.NullMarked;
