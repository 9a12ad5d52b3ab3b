package dev.osprey.server.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.event.Severity;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.config.SinkConfig;
import dev.osprey.server.config.SinkFilter;
import dev.osprey.server.config.StoreConfig;
import dev.osprey.server.event.DeadLetter;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.StoreUnavailableException;
import dev.osprey.server.event.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinksTest {
    private static final SinkFilter ALL = new SinkFilter(List.of(), List.of(), List.of(), List.of(), Severity.INFO);
    private static final SinkOptions QUICK = new SinkOptions(
            7, Duration.ofMillis(300), Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(5));

    @TempDir
    Path data;

    private EventLog log;
    private final ScriptedSink one = new ScriptedSink("one");
    private final ScriptedSink two = new ScriptedSink("two");
    private final Plugins plugins = Plugins.ofSinks(one, two);
    private final List<String> appended = new ArrayList<>();

    @BeforeEach
    void open() {
        log = EventLog.open(data, StoreConfig.DEFAULT, InstantSource.fixed(TestEvents.START));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private SinkConfig config(String kind, SinkFilter filter) {
        return new SinkConfig("to-" + kind, plugins.findSink(kind).orElseThrow(), new ScriptedSink.Settings(), filter);
    }

    private Sinks started(SinkConfig... configs) {
        Sinks sinks = new Sinks(log, data, UnaryOperator.identity(), QUICK);
        sinks.apply(List.of(configs));
        return sinks;
    }

    private void append(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String text = "e" + appended.size();
            appended.add(TestEvents.append(log, TestEvents.text("hall", text))
                    .cursor()
                    .text());
        }
    }

    private void awaitAll(ScriptedSink sink, List<String> wanted) {
        eventually(() -> assertThat(List.copyOf(sink.got)).isEqualTo(wanted));
    }

    /* Each of these waits for what another thread does; there is nothing to be told by. */
    private static void eventually(Runnable check) {
        long until = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private List<DeadLetter> letters() {
        try {
            return log.sinks().deadLetters("to-one", 10);
        } catch (StoreUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private SinkFigures figures(Sinks sinks, String kind) {
        return sinks.figures().stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void deliver_sinkThatFailsAndComesBack_loses_nothingAndKeepsTheOrder() throws Exception {
        try (Sinks sinks = started(config("one", ALL))) {
            one.failures.set(5);
            append(40);
            awaitAll(one, appended);
            eventually(() -> {
                SinkFigures figures = figures(sinks, "one");
                assertThat(figures.failures()).isEqualTo(5);
                assertThat(figures.delivered()).isEqualTo(40);
                assertThat(figures.lag()).contains(0L);
                assertThat(figures.lastError()).isEmpty();
            });
        }
    }

    @Test
    void start_again_goesOnAtItsCursor() throws Exception {
        try (Sinks sinks = started(config("one", ALL))) {
            append(20);
            awaitAll(one, appended);
            assertThat(sinks.figures()).hasSize(1);
        }
        append(20);
        log.close();
        open();
        try (Sinks sinks = started(config("one", ALL))) {
            append(5);
            awaitAll(one, appended);
            assertThat(figures(sinks, "one").delivered()).isLessThanOrEqualTo(25);
        }
    }

    @Test
    void deliver_eventRefused_isADeadLetterAndTheRestFollows() throws Exception {
        one.refused = "e9";
        try (Sinks sinks = started(config("one", ALL))) {
            append(20);
            String refused = appended.remove(9);
            awaitAll(one, appended);
            eventually(() -> assertThat(letters()).singleElement().satisfies(letter -> {
                assertThat(letter.event().text()).isEqualTo(refused);
                assertThat(letter.attempts()).isEqualTo(1);
                assertThat(letter.reason()).isEqualTo("the receiver does not like it");
            }));
            assertThat(figures(sinks, "one").dead()).isEqualTo(1);
        }
    }

    @Test
    void deliver_sinkThatHangs_isInterruptedAndDelaysNoOther() throws Exception {
        one.hangs = true;
        try (Sinks sinks = started(config("one", ALL), config("two", ALL))) {
            append(20);
            awaitAll(two, appended);
            eventually(() -> {
                assertThat(figures(sinks, "one").overdue()).isGreaterThanOrEqualTo(2);
                assertThat(figures(sinks, "one").lag()).contains(20L);
                assertThat(figures(sinks, "one").lastError())
                        .hasValueSatisfying(words -> assertThat(words).contains("at most 300 ms"));
            });
            assertThat(one.got).isEmpty();
            one.hangs = false;
            awaitAll(one, appended);
        }
    }

    @Test
    void apply_filterChanged_sinkGoesOnWithTheNewOne() throws Exception {
        SinkFilter yard = new SinkFilter(List.of("yard"), List.of(), List.of(), List.of(), Severity.INFO);
        try (Sinks sinks = started(config("one", yard))) {
            append(10);
            eventually(() -> assertThat(figures(sinks, "one").lag()).contains(0L));
            sinks.apply(List.of(config("one", ALL)));
            append(3);
            awaitAll(one, appended.subList(10, 13));
            sinks.apply(List.of());
            assertThat(sinks.figures()).isEmpty();
        }
    }
}
