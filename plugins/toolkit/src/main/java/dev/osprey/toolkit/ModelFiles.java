package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.StageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says in words why a model file cannot be used. */
final class ModelFiles {
    private static final int LOOKED_AT_BYTES = 64;

    private ModelFiles() {}

    /** Refuses what is no model file at first sight. */
    static void check(Path file) throws StageException {
        if (!Files.exists(file)) {
            throw config("model file " + file + " does not exist", null);
        }
        if (!Files.isRegularFile(file)) {
            throw config("model file " + file + " is no file; name the .onnx file itself", null);
        }
        String start;
        try (InputStream in = Files.newInputStream(file)) {
            start = new String(in.readNBytes(LOOKED_AT_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw config("model file " + file + " cannot be read: " + e, e);
        }
        String other = otherFormat(start);
        if (other != null) {
            throw config("model file " + file + " is " + other, null);
        }
    }

    private static @Nullable String otherFormat(String start) {
        if (start.isEmpty()) {
            return "empty";
        }
        if (start.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer, not the model: fetch it with `git lfs pull`";
        }
        if (start.startsWith("PK")) {
            return "a zip archive (PyTorch's .pt files are such), not ONNX: export the model to ONNX";
        }
        if (start.startsWith("TFL3", 4)) {
            return "a TensorFlow Lite model, not ONNX: convert it with tf2onnx";
        }
        if (start.startsWith("\u0089HDF")) {
            return "a Keras HDF5 file, not ONNX: convert it with tf2onnx";
        }
        if (start.stripLeading().startsWith("<")) {
            return "HTML or XML, not ONNX: was a web page downloaded in place of the file?";
        }
        return null;
    }

    /** What ONNX Runtime's refusal to load a model means for the operator. */
    static StageException refusal(Path file, OrtException failure) {
        String said = String.valueOf(failure.getMessage());
        String words = "model file " + file + " cannot be loaded: ";
        if (said.contains("ConvInteger") || said.contains("MatMulInteger")) {
            words += "it was quantised in a form (dynamic, QInt8) for which this device has no operator; use the model"
                    + " as it was before, or quantise it statically (QDQ, QUInt8)";
        } else if (said.contains("Could not find an implementation")) {
            words += "it uses an operator that ONNX Runtime does not have on this device; export it with another opset";
        } else if (said.contains("Protobuf parsing failed")) {
            words += "it is not ONNX, or the file is cut short";
        } else if (said.contains("Unsupported model IR version") || said.contains("opset")) {
            words += "it was exported with a newer ONNX than this ONNX Runtime knows; export it with opset 17 or lower";
        } else if (said.contains("external data") || said.contains("External data")) {
            words += "its weights lie in a second file, which must stand beside it under its own name";
        } else {
            words += "ONNX Runtime refuses it";
        }
        return config(words + " (" + said + ")", failure);
    }

    private static StageException config(String message, @Nullable Throwable cause) {
        return new StageException(StageException.Category.CONFIG, message, cause);
    }
}
