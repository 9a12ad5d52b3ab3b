package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Devents.kills=10} for more than the build has time for. */
class KilledTest {
    private static final int EVENTS = 10_000;

    @TempDir
    Path data;

    @Test
    void kill_inTheMidstOfAppending_nothingThatWasSaidToBeStoredIsLost() throws Exception {
        int kills = Integer.getInteger("events.kills", 3);
        Random random = new Random(42);
        Map<Long, String> said = new HashMap<>();
        for (int run = 0; run < kills; run++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AppendUntilKilled.class.getName(),
                            data.toString(),
                            "run" + run,
                            Integer.toString(EVENTS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int killAfter = 1 + random.nextInt(EVENTS - 1);
            try (BufferedReader out = child.inputReader()) {
                int heard = 0;
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    String[] words = line.split(" ", -1);
                    said.put(Long.parseLong(words[0]), words[1]);
                    if (++heard == killAfter) {
                        /* Not of the process itself, which would close what is still to be read. */
                        child.toHandle().destroyForcibly();
                    }
                }
            } finally {
                child.destroyForcibly();
                assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            check(said);
        }
        assertThat(said).hasSizeGreaterThan(kills);
    }

    private void check(Map<Long, String> said) throws Exception {
        try (EventLog log = new EventLog(new SqliteDatabase(data), data, LogOptions.DEFAULT, InstantSource.system())) {
            log.change(connection -> true).get(20, TimeUnit.SECONDS);
            List<StoredEvent> all = TestEvents.all(log);
            assertThat(all.get(all.size() - 1).number()).as("without a gap").isEqualTo(all.size());
            Map<Long, String> stored = new HashMap<>();
            all.forEach(event -> stored.put(event.number(), event.event().text().orElseThrow()));
            said.forEach((number, text) ->
                    assertThat(stored.get(number)).as("event %d", number).isEqualTo(text));
        }
    }
}
