package dev.osprey.server.cli.bench;

/**
 * What was counted for one number of cameras, and the arithmetic of the budgets.
 *
 * @param cores how many the process may use
 * @param mostAtOnce how many cores the stages may use, as each has one picture of a camera in hand
 * @param offered pictures decoded while they were analysed
 * @param analyses whose results were delivered in that time
 * @param analysing what was used in that time
 * @param bare what was used while the same cameras were decoded and the model ran without the engine
 * @param runSeconds mean CPU of a bare run of the model
 * @param readSeconds mean CPU of a bare read of its input
 */
record BenchFigures(
        int cameras,
        int cores,
        int mostAtOnce,
        long offered,
        long analyses,
        BenchUse analysing,
        BenchUse bare,
        double runSeconds,
        double readSeconds) {
    double analysesPerSecond() {
        return analyses / analysing.wall();
    }

    double offeredPerSecond() {
        return offered / analysing.wall();
    }

    /** All pictures, or as many bare runs as fit into the CPU that decoding and simulation leave and the stages may use. */
    double boundPerSecond() {
        double left = cores - (bare.capture() + bare.simulator()) / bare.wall();
        return Math.min(offeredPerSecond(), Math.min(Math.max(0, left), mostAtOnce) / runSeconds);
    }

    double ratio() {
        return analysesPerSecond() / boundPerSecond();
    }

    /** What the process used beyond media, compilers, bare runs and bare reads, of which the lanes took the most. */
    double overheadMillis() {
        double beyondMedia = analysing.process() - analysing.capture() - analysing.simulator() - analysing.compilers();
        return (beyondMedia / analyses - runSeconds - readSeconds) * 1e3;
    }

    /** CPU of Java's compilers, which work the less the longer the program runs: no part of the overhead. */
    double compilersMillis() {
        return analysing.compilers() / analyses * 1e3;
    }

    /** CPU of demultiplexing and decoding one picture. */
    double decodeMillis() {
        return analysing.capture() / offered * 1e3;
    }

    double cpuPercent() {
        return 100 * analysing.process() / analysing.wall() / cores;
    }

    /** What other programs took of all cores, at the worse of both times. */
    double othersPercent() {
        return 100 * Math.max(analysing.otherCores(), bare.otherCores()) / cores;
    }
}
