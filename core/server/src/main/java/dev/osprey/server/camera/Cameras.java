package dev.osprey.server.camera;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.config.CameraConfig;
import dev.osprey.server.config.ConfigApplier;
import dev.osprey.server.config.OspreyConfig;
import dev.osprey.server.live.LiveHub;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All cameras that run: each connected, analysed and published on its own. Thread-safe. */
public final class Cameras implements ConfigApplier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cameras.class.getName());

    private final LiveHub hub;
    private final Pipelines pipelines;
    private final CameraRuntime.Parts parts;
    private final ScheduledExecutorService ticker;
    private final ScheduledExecutorService control;

    /* Written under this object's lock, read anywhere. */
    private volatile Map<String, CameraRuntime> running = Map.of();
    private boolean closed;

    /** Real cameras and clocks. */
    public Cameras(Engine engine, LiveHub hub, CameraBus bus) {
        this(engine, hub, bus, StreamOpener.real(), InstantSource.system(), System::nanoTime);
    }

    /** With connections and clocks of the caller's. */
    public Cameras(
            Engine engine,
            LiveHub hub,
            CameraBus bus,
            StreamOpener opener,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.hub = hub;
        this.pipelines = new Pipelines(engine);
        this.ticker = thread("camera-status");
        this.control = thread("camera-control");
        AtomicInteger numbers = new AtomicInteger();
        this.parts =
                new CameraRuntime.Parts(engine, bus, opener, numbers::incrementAndGet, this::control, clock, nanoClock);
        ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What opens or closes streams on demand; nothing is left to do once everything is being closed. */
    private void control(Runnable task) {
        if (!control.isShutdown()) {
            try {
                control.execute(() -> guarded(task));
            } catch (RejectedExecutionException closing) {
                LOG.log(System.Logger.Level.DEBUG, "closing", closing);
            }
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a camera could not be looked after", e);
        }
    }

    private void tick() {
        running.values().forEach(camera -> guarded(camera::tick));
    }

    /** Starts, stops and changes what differs from what runs, and leaves all else alone. Blocks while models load. */
    @Override
    public synchronized void apply(OspreyConfig next) throws ConfigException {
        if (closed) {
            throw new ConfigException("", "the server is stopping: nothing can be changed any more");
        }
        Map<String, PreparedPipeline> fresh = pipelines.prepare(next);
        Map<String, CameraRuntime> before = running;
        Map<String, CameraRuntime> after = new LinkedHashMap<>();
        List<CameraRuntime> begun = new ArrayList<>();
        List<PreparedPipeline> retired = pipelines.commit(next, fresh);
        before.forEach((id, camera) -> {
            CameraConfig wanted = next.cameras().get(id);
            if (wanted == null || !sameStreams(camera.config(), wanted)) {
                camera.close();
            }
            if (wanted == null) {
                hub.remove(id);
                LOG.log(System.Logger.Level.INFO, "camera {0} removed", id);
            }
        });
        for (CameraConfig wanted : next.cameras().values()) {
            CameraRuntime old = before.get(wanted.id());
            PreparedPipeline pipeline = wanted.enabled() ? pipelines.get(wanted.pipeline()) : null;
            if (old != null && sameStreams(old.config(), wanted)) {
                String oldName = old.config().pipeline();
                boolean swapped = !Objects.equals(oldName, wanted.pipeline()) || contains(fresh, wanted.pipeline());
                old.config(wanted);
                if (swapped) {
                    old.pipeline(pipeline);
                    LOG.log(System.Logger.Level.INFO, "camera {0}: pipeline {1}", wanted.id(), wanted.pipeline());
                }
                after.put(wanted.id(), old);
            } else {
                CameraRuntime camera = new CameraRuntime(wanted, hub.open(wanted.id()), parts);
                camera.pipeline(pipeline);
                after.put(wanted.id(), camera);
                begun.add(camera);
            }
        }
        running = Collections.unmodifiableMap(after);
        begun.forEach(CameraRuntime::start);
        retired.forEach(PreparedPipeline::close);
    }

    private static boolean contains(Map<String, PreparedPipeline> fresh, @Nullable String name) {
        return name != null && fresh.containsKey(name);
    }

    private static boolean sameStreams(CameraConfig one, CameraConfig other) {
        return one.streams().equals(other.streams()) && one.enabled() == other.enabled();
    }

    /** In the configuration's order. Cheap. */
    public List<CameraView> list() {
        return running.values().stream().map(CameraRuntime::view).toList();
    }

    /** Cheap. */
    public Optional<CameraView> find(String id) {
        return Optional.ofNullable(running.get(id)).map(CameraRuntime::view);
    }

    /**
     * The newest picture that was analysed, or decoded where there is no analysis, held for the caller. It may be old:
     * see its {@code capturedAt}. Cheap.
     */
    public Optional<Snapshot> latest(String id) {
        return Optional.ofNullable(running.get(id)).flatMap(CameraRuntime::latest);
    }

    /** Blocks until every stream is closed. */
    @Override
    public void close() {
        ticker.shutdownNow();
        Map<String, CameraRuntime> all;
        synchronized (this) {
            closed = true;
            all = running;
            running = Map.of();
        }
        control.shutdown();
        all.values().parallelStream().forEach(CameraRuntime::close);
        all.keySet().forEach(hub::remove);
        synchronized (this) {
            pipelines.close();
        }
    }
}
