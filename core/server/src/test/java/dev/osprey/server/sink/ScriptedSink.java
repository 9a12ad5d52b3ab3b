package dev.osprey.server.sink;

import dev.osprey.spi.Sink;
import dev.osprey.spi.SinkContext;
import dev.osprey.spi.SinkEvent;
import dev.osprey.spi.SinkException;
import dev.osprey.spi.SinkFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes events, and fails as it is told. */
final class ScriptedSink implements SinkFactory<ScriptedSink.Settings> {
    record Settings() {}

    private final String name;
    final List<String> got = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger failures = new AtomicInteger();
    volatile boolean hangs;
    volatile String refused = "";

    ScriptedSink(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Sink create(Settings config, SinkContext context) {
        return this::deliver;
    }

    private void deliver(List<SinkEvent> events) throws Exception {
        if (hangs) {
            new CountDownLatch(1).await();
        }
        int done = 0;
        for (SinkEvent event : events) {
            if (failures.get() > 0) {
                failures.decrementAndGet();
                throw SinkException.later(done, "the receiver is away", null);
            }
            if (!refused.isEmpty() && event.json().contains("\"" + refused + "\"")) {
                throw SinkException.refused(done, "the receiver does not like it");
            }
            got.add(event.id());
            done++;
        }
    }
}
