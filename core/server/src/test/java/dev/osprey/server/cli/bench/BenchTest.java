package dev.osprey.server.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osprey.server.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
    /** Ten seconds on two cores: decoding takes 0.3 and the simulator 0.1 of a core, a run 20 ms, a read 1 ms. */
    private static final BenchUse BARE = new BenchUse(10, 3, 1, 0, 0, 20, 20);

    @Test
    void bound_moreFramesThanTheCoresCarry_isTheRunsThatFit() {
        BenchFigures figures = figures(1000, 760, new BenchUse(10, 3, 1, 16.5, 0.38, 21.10, 22));

        assertThat(figures.boundPerSecond()).isCloseTo(80, within(1e-9));
        assertThat(figures.ratio()).isCloseTo(0.95, within(1e-9));
    }

    @Test
    void bound_fewerFramesThanTheCoresCarry_isTheFrames() {
        BenchFigures figures = figures(250, 240, new BenchUse(10, 1, 0.2, 5, 0, 7, 7));

        assertThat(figures.boundPerSecond()).isCloseTo(25, within(1e-9));
        assertThat(figures.ratio()).isCloseTo(0.96, within(1e-9));
    }

    @Test
    void bound_oneCameraOfASlowStage_isTheRunsOfOneCore() {
        BenchFigures figures = new BenchFigures(1, 2, 1, 250, 80, BARE, BARE, 0.120, 0);

        assertThat(figures.boundPerSecond()).isCloseTo(1 / 0.120, within(1e-9));
    }

    @Test
    void overhead_oneCoreOfWhichMediaRunAndReadAreKnown_isTheRestOfTheProcess() {
        // 16.72 s beyond media and compilers for 760 analyses are 22 ms each, of which run and read are 21
        BenchFigures figures = figures(1000, 760, new BenchUse(10, 3, 1, 16.5, 0.38, 21.10, 22));

        assertThat(figures.overheadMillis()).isCloseTo(1, within(1e-9));
        assertThat(figures.compilersMillis()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void percent_oneProgramOfThree_isOfAllCores() {
        BenchFigures figures = figures(250, 240, new BenchUse(10, 1, 0.2, 5, 0, 7, 9));

        assertThat(figures.cpuPercent()).isCloseTo(35, within(1e-9));
        assertThat(figures.othersPercent()).isCloseTo(10, within(1e-9));
    }

    @Test
    void percentile_manyValues_isTheNearestRank() {
        BenchLatencies latencies = new BenchLatencies();
        for (int i = 2000; i >= 1; i--) {
            latencies.add(i);
        }

        assertThat(latencies.percentileMillis(50)).isEqualTo(1000);
        assertThat(latencies.percentileMillis(99)).isEqualTo(1980);
        assertThat(latencies.percentileMillis(100)).isEqualTo(2000);
    }

    @Test
    void percentile_oneValue_isThatValue() {
        BenchLatencies latencies = new BenchLatencies();
        latencies.add(7);

        assertThat(latencies.percentileMillis(50)).isEqualTo(7);
        assertThat(latencies.percentileMillis(99)).isEqualTo(7);
    }

    @Test
    void percentile_noValue_isRefused() {
        assertThatThrownBy(() -> new BenchLatencies().percentileMillis(50)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void json_row_hasThePublicFieldsAndNoOthers() {
        BenchLatencies latencies = new BenchLatencies();
        latencies.add(12.3456);
        BenchRow row = BenchRow.of(figures(1000, 760, new BenchUse(10, 3, 1, 16.5, 0.38, 21.10, 22)), latencies);

        JsonNode json = JsonMapper.builder().build().valueToTree(row);

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "cameras",
                        "analysesPerSecond",
                        "boundPerSecond",
                        "ratio",
                        "overheadMillis",
                        "latencyMillis",
                        "cpuPercent");
        assertThat(json.get("latencyMillis").toString()).isEqualTo("{\"p50\":12.346,\"p99\":12.346}");
    }

    @Test
    void missed_bothBudgetsOrNone_areNamedByTheirColumns() {
        assertThat(new BenchRow(1, 20, 25, 0.8, 1.2, new BenchRow.Latency(1, 2), 50).missed())
                .containsExactly("ratio", "overhead");
        assertThat(new BenchRow(1, 25, 25, 1, 0.4, new BenchRow.Latency(1, 2), 50).missed())
                .isEmpty();
    }

    @Test
    void busySeconds_lineOfTheKernel_leavesOutIdleAndWaiting() {
        assertThat(BenchKernel.busySeconds("cpu  100 20 30 9999 8888 4 5 6 7777 0"))
                .isCloseTo(1.65, within(1e-9));
    }

    @Test
    void compilerSeconds_linesOfTheKernel_countCompilersOnly() {
        String rest = " S 1 1 1 0 -1 0 10 11 12 13 250 50 7 8 20 0 30";

        assertThat(BenchKernel.compilerSeconds("7 (C2 CompilerThre)" + rest)).isCloseTo(3, within(1e-9));
        assertThat(BenchKernel.compilerSeconds("8 (infer-0 (x) y)" + rest)).isZero();
    }

    @Test
    void use_threadOfACameraThatWorks_isCountedAsCapture() throws Exception {
        CountDownLatch worked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        BenchUse before = BenchUse.now();
        Thread capture = new Thread(
                () -> {
                    long until = System.nanoTime() + 50_000_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    worked.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "capture-test");
        capture.start();
        worked.await();

        BenchUse use = BenchUse.now().minus(before);

        end.countDown();
        capture.join();
        assertThat(use.capture()).isPositive().isLessThanOrEqualTo(use.process() + 0.02);
        assertThat(use.simulator()).isZero();
        assertThat(use.wall()).isGreaterThanOrEqualTo(0.05);
    }

    @Test
    void command_noCameras_isRefusedInWords() {
        assertThat(run("--cameras", "1,0")).contains("--cameras must be in 1..64, got 0");
    }

    @Test
    void command_noSeconds_isRefusedInWords() {
        assertThat(run("--seconds", "0")).contains("--seconds must be >= 1, got 0");
    }

    @Test
    void command_unknownModel_isRefusedBeforeAnythingIsMeasured() {
        assertThat(run("--model", "nonsense")).contains("--model: ", "nonsense").doesNotContain("making");
    }

    private static BenchFigures figures(long offered, long analyses, BenchUse analysing) {
        return new BenchFigures(4, 2, 2, offered, analyses, analysing, BARE, 0.020, 0.001);
    }

    private static String run(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(command.execute(all)).isEqualTo(CommandLine.ExitCode.USAGE);
        return err.toString();
    }
}
