package dev.osprey.server;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.osprey.engine.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads ONNX Runtime as the whole process shares it: before any plugin, as the first to make its environment decides
 * how it logs.
 */
final class OnnxRuntime {
    /* Version 1.29 reports to its maker over the network unless told not to, and crashes while it prepares to if the
     * command line has 3,980 bytes or more (measured). The variable avoids both; a program cannot set it for itself. */
    private static final String NO_REPORTS = "ORT_DISABLE_TELEMETRY";
    private static final int MOST_BYTES = 3_900;

    private OnnxRuntime() {}

    static void load() throws ConfigException {
        if (!"1".equals(System.getenv(NO_REPORTS))) {
            refuseIfItWouldCrash(commandLineBytes());
        }
        try {
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "osprey")
                    .setTelemetry(false);
        } catch (OrtException e) {
            throw new ConfigException("", "ONNX Runtime cannot be told to send no reports to its maker: " + e);
        }
    }

    static void refuseIfItWouldCrash(int commandLineBytes) throws ConfigException {
        if (commandLineBytes > MOST_BYTES) {
            throw new ConfigException(
                    "",
                    "the command line has " + commandLineBytes + " bytes, and ONNX Runtime crashes above " + MOST_BYTES
                            + "; set " + NO_REPORTS + "=1 before the start, as bin/osprey does");
        }
    }

    private static int commandLineBytes() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/cmdline")).length;
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
