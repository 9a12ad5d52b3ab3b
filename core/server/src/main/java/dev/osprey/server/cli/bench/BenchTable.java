package dev.osprey.server.cli.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Writes the figures for people, a line as soon as it is known. */
final class BenchTable {
    private static final double OTHERS_DISTURB_PERCENT = 5;

    private final PrintWriter out;

    BenchTable(PrintWriter out) {
        this.out = out;
    }

    void header(String what, int cores, double seconds) {
        out.printf(Locale.ROOT, "%s, 720p25 H.264 over RTSP (TCP), %d cores, %.0f s a line%n%n", what, cores, seconds);
        out.println("         analyses    bound         overhead    packet to result     CPU |  one frame's CPU, ms");
        out.println(
                "cameras     per s    per s  ratio        ms  p50 ms    p99 ms       % |  decode   read    run    jit");
        out.flush();
    }

    void row(BenchRow row, BenchFigures figures) {
        out.printf(
                Locale.ROOT,
                "%7d  %8.1f %8.1f  %5.2f  %8.2f  %6.1f  %8.1f  %6.0f |  %6.2f %6.2f %6.2f %6.2f%s%n",
                row.cameras(),
                row.analysesPerSecond(),
                row.boundPerSecond(),
                row.ratio(),
                row.overheadMillis(),
                row.latencyMillis().p50(),
                row.latencyMillis().p99(),
                row.cpuPercent(),
                figures.decodeMillis(),
                figures.readSeconds() * 1e3,
                figures.runSeconds() * 1e3,
                figures.compilersMillis(),
                remarks(row, figures));
        out.flush();
    }

    void footer() {
        out.printf(
                Locale.ROOT,
                "%nBudgets: ratio >= %.1f, overhead < %.0f ms. `osprey bench --help` explains the columns.%n",
                BenchRow.LEAST_RATIO,
                BenchRow.MOST_OVERHEAD_MILLIS);
        out.flush();
    }

    private static String remarks(BenchRow row, BenchFigures figures) {
        String missed = row.missed().isEmpty() ? "" : "  missed: " + String.join(", ", row.missed());
        return figures.othersPercent() < OTHERS_DISTURB_PERCENT
                ? missed
                : missed + "  other programs took %.0f %% of the CPU".formatted(figures.othersPercent());
    }
}
