package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.osprey.spi.StageException;
import org.bytedeco.javacpp.Loader;

/** The CUDA provider of ONNX Runtime. */
final class Cuda {
    /** The library that a machine without CUDA 12 lacks, and whose absence ONNX Runtime notices late and dearly. */
    private static final String PROBE = "libcublasLt.so.12";

    private Cuda() {}

    /**
     * Adds the provider to a session's options.
     *
     * @throws StageException CONFIG if this machine has no CUDA 12
     */
    static void add(OrtSession.SessionOptions options, int deviceIndex) throws OrtException, StageException {
        try {
            Loader.load(Loader.class);
            Loader.loadGlobal(PROBE);
        } catch (RuntimeException | LinkageError e) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    "device CUDA " + deviceIndex + " was asked for, but " + PROBE
                            + " cannot be loaded: install the CUDA 12"
                            + " runtime with cuBLAS and cuDNN 9, or choose the CPU",
                    e);
        }
        options.addCUDA(deviceIndex);
    }
}
