package dev.osprey.server.cli.bench;

import java.io.IOException;

/** Waits until the program is as fast as it gets. */
final class BenchWarmUp {
    private static final int LEAST_SECONDS = 3;
    private static final int TIMES = 3;
    /** Of a core, over the latest seconds: what is still interpreted by then matters little. */
    private static final double QUIET = 0.02;

    private BenchWarmUp() {}

    /** Until Java's compilers have been quiet for a while, but no more than three times as long as is measured. */
    static void await(double measuredSeconds) throws InterruptedException, IOException {
        long most = Math.max(LEAST_SECONDS, Math.round(TIMES * measuredSeconds));
        double before = BenchKernel.compilerSeconds();
        for (long second = LEAST_SECONDS; second <= most; second += LEAST_SECONDS) {
            Thread.sleep(LEAST_SECONDS * 1000L);
            double now = BenchKernel.compilerSeconds();
            if (now - before < QUIET * LEAST_SECONDS) {
                return;
            }
            before = now;
        }
    }
}
