package dev.osprey.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osprey.spi.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the kit asks of calls at once. */
abstract class ConcurrencyRules {
    private static final int THREADS = 4;
    private static final long DEADLINE_SECONDS = 60;

    private final StageTck kit;

    ConcurrencyRules(StageTck kit) {
        this.kit = kit;
    }

    @Test
    @DisplayName("find the same as calls one by one")
    void process_concurrently_findsTheSame() throws Exception {
        try (StageHarness stage = kit.open()) {
            assumeTrue(stage.spec().maxConcurrency() > 1, "the stage takes one call at a time");
            List<Output> expected = stage.runSingly(kit.pictures);
            ExecutorService threads =
                    Executors.newFixedThreadPool(Math.min(THREADS, stage.spec().maxConcurrency()));
            try {
                List<Future<List<Output>>> runs = new ArrayList<>();
                for (int i = 0; i < 2 * THREADS; i++) {
                    runs.add(threads.submit(() -> stage.runSingly(kit.pictures)));
                }
                for (Future<List<Output>> run : runs) {
                    kit.assertSame(expected, run.get(DEADLINE_SECONDS, TimeUnit.SECONDS), kit.tolerance());
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
