package dev.osprey.server.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.Osprey;
import dev.osprey.server.StartOptions;
import dev.osprey.server.event.TestEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks of the configuration file, in the whole server. */
class SinkInServerTest {
    @TempDir
    Path folder;

    private final ScriptedSink paper = new ScriptedSink("paper");

    private void awaitGot(List<String> wanted) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!List.copyOf(paper.got).equals(wanted) && System.nanoTime() < until) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(paper.got).isEqualTo(wanted);
    }

    @Test
    void sinks_ofTheFile_runFromTheStartAndAreChangedWhileRunning() throws Exception {
        Path config = folder.resolve("osprey.yaml");
        Files.writeString(config, "sinks: {diary: {paper: {}}}\n");
        StartOptions options =
                StartOptions.of(folder, config).withEnvironment(Map.of()).withPlugins(Plugins.ofSinks(paper));
        try (Osprey osprey = Osprey.start(options)) {
            String first = TestEvents.append(osprey.events(), TestEvents.text("hall", "first"))
                    .cursor()
                    .text();
            awaitGot(List.of(first));

            Files.writeString(config, "sinks: {diary: {paper: {}, filter: {cameras: [yard]}}}\n");
            osprey.config().reload();
            TestEvents.append(osprey.events(), TestEvents.text("hall", "left out"));
            String third = TestEvents.append(osprey.events(), TestEvents.text("yard", "third"))
                    .cursor()
                    .text();
            awaitGot(List.of(first, third));

            Files.writeString(config, "cameras: {}\n");
            osprey.config().reload();
            assertThat(osprey.sinks().figures()).isEmpty();
        }
    }
}
