package dev.osprey.server.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Time that went by and CPU time that was used meanwhile, in seconds.
 *
 * @param wall time that went by
 * @param capture CPU of the threads that demultiplex and decode
 * @param simulator CPU of the threads that play the cameras
 * @param lanes CPU of the engine's threads that call stages
 * @param compilers CPU of Java's compilers; 0 where nobody can tell
 * @param process CPU of this whole process, those threads and the virtual machine's own among it
 * @param machine CPU of everything that runs on this machine; 0 where nobody can tell
 */
record BenchUse(
        double wall, double capture, double simulator, double lanes, double compilers, double process, double machine) {
    static final BenchUse NONE = new BenchUse(0, 0, 0, 0, 0, 0, 0);

    private static final String CAPTURE = "capture-";
    private static final String LANES = "infer-";
    private static final String SIMULATOR = "rtsp-camera-";

    /** What was used since some moment in the past: for differences, between which no thread must have ended. */
    static BenchUse now() throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double capture = 0;
        double simulator = 0;
        double lanes = 0;
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                double seconds = Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / 1e9;
                capture += thread.getThreadName().startsWith(CAPTURE) ? seconds : 0;
                lanes += thread.getThreadName().startsWith(LANES) ? seconds : 0;
                simulator += thread.getThreadName().startsWith(SIMULATOR) ? seconds : 0;
            }
        }
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new BenchUse(
                System.nanoTime() / 1e9,
                capture,
                simulator,
                lanes,
                BenchKernel.compilerSeconds(),
                system.getProcessCpuTime() / 1e9,
                BenchKernel.machineSeconds());
    }

    BenchUse minus(BenchUse earlier) {
        return plus(new BenchUse(
                -earlier.wall,
                -earlier.capture,
                -earlier.simulator,
                -earlier.lanes,
                -earlier.compilers,
                -earlier.process,
                -earlier.machine));
    }

    BenchUse plus(BenchUse other) {
        return new BenchUse(
                wall + other.wall,
                capture + other.capture,
                simulator + other.simulator,
                lanes + other.lanes,
                compilers + other.compilers,
                process + other.process,
                machine + other.machine);
    }

    /** How many cores other programs took; 0 where nobody can tell. */
    double otherCores() {
        return wall > 0 ? Math.max(0, machine - process) / wall : 0;
    }
}
