package dev.osprey.toolkit;

import ai.onnxruntime.OrtEnvironment;

/** ONNX Runtime's one environment of the process, made here if the host has not made it. */
final class Environment {
    /*
     * While it makes the environment, ONNX Runtime 1.29 matches the process's command line against a regular
     * expression, and recurses for each character: measured, 4,000 of them overflow a stack of 1 MiB, which is a
     * SIGSEGV. Hence a thread with room for a quarter of a million; the memory is reserved only. A host that has made
     * the environment before, or has set ORT_DISABLE_TELEMETRY, is not concerned.
     */
    private static final long STACK_BYTES = 64L << 20;

    private static final OrtEnvironment INSTANCE = make();

    private Environment() {}

    static OrtEnvironment get() {
        return INSTANCE;
    }

    private static OrtEnvironment make() {
        Thread thread = new Thread(null, OrtEnvironment::getEnvironment, "onnx-environment", STACK_BYTES);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return OrtEnvironment.getEnvironment();
    }
}
