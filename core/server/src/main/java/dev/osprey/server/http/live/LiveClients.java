package dev.osprey.server.http.live;

import dev.osprey.server.live.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** All clients of the live WebSocket, and their figures since the start. Thread-safe. */
public final class LiveClients {
    private final String node;
    private final Set<LiveClient> open = ConcurrentHashMap.newKeySet();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    /* Of subscriptions that have ended. */
    private final AtomicLong unitsSent = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong unitsDropped = new AtomicLong();
    private final AtomicLong messagesDropped = new AtomicLong();

    private final AtomicLong stalledClosed = new AtomicLong();

    public LiveClients(String node) {
        this.node = node;
    }

    /** Names this server in messages. */
    String node() {
        return node;
    }

    void add(LiveClient client) {
        open.add(client);
    }

    void remove(LiveClient client) {
        if (open.remove(client)) {
            unitsDropped.addAndGet(client.outlet().skipped());
        }
    }

    void stalled() {
        stalledClosed.incrementAndGet();
    }

    void opened(Subscription subscription) {
        subscriptions.add(subscription);
    }

    /** Before it is closed. */
    void ended(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            Subscription.Counts counts = subscription.counts();
            unitsSent.addAndGet(counts.delivered());
            bytesSent.addAndGet(counts.bytes());
            unitsDropped.addAndGet(counts.dropped());
            messagesDropped.addAndGet(counts.droppedMessages());
        }
    }

    public LiveFigures figures() {
        List<Subscription.Counts> now =
                subscriptions.stream().map(Subscription::counts).toList();
        return new LiveFigures(
                open.size(),
                unitsSent.get() + sum(now, Subscription.Counts::delivered),
                bytesSent.get() + sum(now, Subscription.Counts::bytes),
                unitsDropped.get()
                        + sum(now, Subscription.Counts::dropped)
                        + open.stream()
                                .mapToLong(client -> client.outlet().skipped())
                                .sum(),
                messagesDropped.get() + sum(now, Subscription.Counts::droppedMessages),
                stalledClosed.get());
    }

    private static long sum(List<Subscription.Counts> counts, ToLongFunction<Subscription.Counts> part) {
        return counts.stream().mapToLong(part).sum();
    }
}
