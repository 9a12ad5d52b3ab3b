package dev.osprey.server.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time that Linux counts and Java does not tell, in seconds; 0 on other systems. */
final class BenchKernel {
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final double TICKS_A_SECOND = 100;

    private BenchKernel() {}

    /** What all programs on this machine used; 0 in a container that has only a part of it. */
    static double machineSeconds() throws IOException {
        if (!Files.isReadable(MACHINE)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(MACHINE);
        long cores = lines.stream().filter(line -> line.matches("cpu\\d.*")).count();
        return cores == Runtime.getRuntime().availableProcessors() ? busySeconds(lines.get(0)) : 0;
    }

    /** What the compilers of the virtual machine used. */
    static double compilerSeconds() throws IOException {
        if (!Files.isDirectory(THREADS)) {
            return 0;
        }
        double seconds = 0;
        try (Stream<Path> threads = Files.list(THREADS)) {
            for (Path thread : threads.toList()) {
                try {
                    seconds += compilerSeconds(Files.readString(thread.resolve("stat")));
                } catch (NoSuchFileException ended) {
                    continue;
                }
            }
        }
        return seconds;
    }

    /** Of a line {@code id (name) state …}, the twelfth and thirteenth field after the name, if it is a compiler. */
    static double compilerSeconds(String line) {
        int nameEnd = line.lastIndexOf(')');
        String name = line.substring(line.indexOf('(') + 1, nameEnd);
        if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
            return 0;
        }
        String[] fields = line.substring(nameEnd + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** Of a line {@code cpu user nice system idle iowait irq softirq steal …}, all but idle and iowait. */
    static double busySeconds(String line) {
        String[] ticks = line.trim().split("\\s+", -1);
        long busy = 0;
        for (int i = 1; i < Math.min(ticks.length, 9); i++) {
            busy += i == 4 || i == 5 ? 0 : Long.parseLong(ticks[i]);
        }
        return busy / TICKS_A_SECOND;
    }
}
