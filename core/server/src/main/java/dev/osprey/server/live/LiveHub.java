package dev.osprey.server.live;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fans out what cameras give to those who look: access units as they came, results and status as JSON, and JPEGs made
 * on demand. Thread-safe; nothing here blocks but {@link #close}.
 */
public final class LiveHub implements AutoCloseable {
    private final HubOptions options;
    private final ExecutorService workers;
    private final JpegFarm.Shop shop;
    private final HeldBytes held;
    private final Map<String, CameraChannel> channels = new ConcurrentHashMap<>();

    public LiveHub(HubOptions options, JpegEncoder encoder) {
        this.options = options;
        this.held = new HeldBytes(options.heldBytes());
        AtomicInteger number = new AtomicInteger();
        /* The queue holds at most one task a camera and kind of JPEG, as a maker has one at a time. */
        this.workers = new ThreadPoolExecutor(
                options.jpegThreads(),
                options.jpegThreads(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "jpeg-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        this.shop = new JpegFarm.Shop(encoder, workers);
    }

    /** Begins to hand things over, first what is kept since the last key frame; empty where there is no such camera. */
    public Optional<Subscription> subscribe(LiveRequest request, LiveSink sink) {
        CameraChannel channel = channels.get(request.camera());
        return channel == null ? Optional.empty() : channel.join(request, sink);
    }

    /** The camera's channel, made if need be: for whoever runs the camera. */
    public CameraChannel open(String camera) {
        return channels.computeIfAbsent(camera, id -> new CameraChannel(id, options, held, shop));
    }

    /** The camera is no more: its viewers are told. */
    public void remove(String camera) {
        CameraChannel channel = channels.remove(camera);
        if (channel != null) {
            channel.remove();
        }
    }

    public Stats stats() {
        int viewers =
                channels.values().stream().mapToInt(CameraChannel::viewerCount).sum();
        return new Stats(viewers, held.bytes());
    }

    /**
     * Figures of the hub.
     *
     * @param viewers subscriptions
     * @param heldBytes of video that is kept for newcomers or waits for viewers; what several share counts once
     */
    public record Stats(int viewers, long heldBytes) {}

    @Override
    public void close() {
        channels.keySet().forEach(this::remove);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(2, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
