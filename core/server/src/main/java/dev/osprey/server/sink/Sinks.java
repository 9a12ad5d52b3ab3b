package dev.osprey.server.sink;

import dev.osprey.server.config.SinkConfig;
import dev.osprey.server.event.EventListener;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** All sinks that run; none delays another. Thread-safe. */
public final class Sinks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sinks.class.getName());
    private static final Duration END_WITHIN = Duration.ofSeconds(5);
    private static final Duration END_INTERRUPTED_WITHIN = Duration.ofSeconds(2);

    private final SinkRunner.Host host;
    private final EventListener listener = events -> news();

    /** The log's end before anything happened, for those that are there from the start. */
    private OptionalLong begin;

    /* Written under this object's lock, read anywhere. */
    private volatile Map<String, SinkRunner> running = Map.of();
    private boolean closed;

    /**
     * @param folder what relative paths of sinks start from
     * @param redact takes secrets out of what sinks say
     */
    public Sinks(EventLog log, Path folder, UnaryOperator<String> redact) {
        this(log, folder, redact, SinkOptions.DEFAULT);
    }

    Sinks(EventLog log, Path folder, UnaryOperator<String> redact, SinkOptions options) {
        this.host = new SinkRunner.Host(log, folder, options, new CallWatch(), redact);
        this.begin = end();
        log.listen(listener);
    }

    private OptionalLong end() {
        try {
            return OptionalLong.of(host.log().end().number());
        } catch (StoreUnavailableException e) {
            return OptionalLong.empty();
        }
    }

    private void news() {
        running.values().forEach(SinkRunner::news);
    }

    /** Starts, stops and changes what differs from what runs; waits for no sink. A new sink begins with what comes. */
    public synchronized void apply(List<SinkConfig> wanted) {
        if (closed) {
            return;
        }
        Map<String, SinkRunner> before = running;
        Map<String, SinkRunner> after = new LinkedHashMap<>();
        for (SinkConfig config : wanted) {
            SinkRunner there = before.get(config.name());
            if (there != null && there.config().equals(config)) {
                after.put(config.name(), there);
                continue;
            }
            if (there != null) {
                there.stop();
            }
            SinkRunner runner = new SinkRunner(config, host, begin, there);
            after.put(config.name(), runner);
            runner.start();
        }
        before.forEach((name, runner) -> {
            if (!after.containsKey(name)) {
                runner.stop();
            }
        });
        begin = OptionalLong.empty();
        running = Collections.unmodifiableMap(after);
    }

    /** In the configuration's order. Cheap. */
    public List<SinkFigures> figures() {
        return running.values().stream().map(SinkRunner::figures).toList();
    }

    /** Lets calls that are under way end, and interrupts those that do not within seconds. Blocks. */
    @Override
    public void close() {
        Map<String, SinkRunner> all;
        synchronized (this) {
            closed = true;
            all = running;
            running = Map.of();
        }
        host.log().unlisten(listener);
        all.values().forEach(SinkRunner::stop);
        long until = System.nanoTime() + END_WITHIN.toNanos();
        all.values().forEach(runner -> runner.awaitEnd(Duration.ofNanos(until - System.nanoTime())));
        all.values().forEach(SinkRunner::interrupt);
        long last = System.nanoTime() + END_INTERRUPTED_WITHIN.toNanos();
        all.forEach((name, runner) -> {
            if (!runner.awaitEnd(Duration.ofNanos(last - System.nanoTime()))) {
                LOG.log(System.Logger.Level.WARNING, "sink {0} hangs, and is left behind", name);
            }
        });
        host.watch().close();
    }
}
