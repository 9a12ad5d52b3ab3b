package dev.osprey.server;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.osprey.spi.Device;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chooses where models run. */
final class Devices {
    private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");
    /* The library that a machine with a GPU's driver, but without CUDA 12, lacks. */
    private static final String CUDA_LIBRARY = "libcublasLt.so.12";
    private static final List<String> USUAL =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/local/cuda/lib64", "/usr/local/cuda-12/lib64");

    private Devices() {}

    /** @param text as {@code engine.device} has it */
    static Device choose(String text) {
        if (text.equals("auto")) {
            return usable() ? new Device(Device.Kind.CUDA, 0) : Device.CPU;
        }
        if (text.equals("cpu")) {
            return Device.CPU;
        }
        int colon = text.indexOf(':');
        return new Device(Device.Kind.CUDA, colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1)));
    }

    private static boolean usable() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)
                && hasEntries(GPUS)
                && hasLibrary(searched(System.getenv().getOrDefault("LD_LIBRARY_PATH", "")));
    }

    static List<Path> searched(String libraryPath) {
        List<Path> folders = new ArrayList<>();
        Stream.concat(Stream.of(libraryPath.split(File.pathSeparator, -1)), USUAL.stream())
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .forEach(folders::add);
        return folders;
    }

    static boolean hasLibrary(List<Path> folders) {
        return folders.stream().anyMatch(folder -> Files.exists(folder.resolve(CUDA_LIBRARY)));
    }

    private static boolean hasEntries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        } catch (IOException noDriver) {
            return false;
        }
    }
}
