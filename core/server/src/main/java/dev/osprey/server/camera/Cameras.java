package dev.osprey.server.camera;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.Feed;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.Problem;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.config.CameraConfig;
import dev.osprey.server.config.ConfigApplier;
import dev.osprey.server.config.OspreyConfig;
import dev.osprey.server.live.LiveHub;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All cameras that run: each connected, analysed and published on its own. Thread-safe. */
public final class Cameras implements ConfigApplier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cameras.class.getName());

    /** A connection that hangs is given up after ten seconds. */
    private static final Duration END_WITHIN = Duration.ofSeconds(15);

    private final LiveHub hub;
    private final Pipelines pipelines;
    private final CameraRuntime.Parts parts;
    private final ScheduledExecutorService ticker;
    private final ScheduledExecutorService control;
    private final ExecutorService closer;

    /* Written under this object's lock, read anywhere. */
    private volatile Map<String, CameraRuntime> running = Map.of();
    private boolean closed;

    /** What has yet to end of cameras that were changed or removed, by their ids. Guarded by this. */
    private final Map<String, CompletableFuture<Void>> endings = new HashMap<>();

    /** Real cameras and clocks. */
    public Cameras(Engine engine, LiveHub hub, CameraBus bus) {
        this(engine, hub, bus, List.of());
    }

    /**
     * Real cameras and clocks.
     *
     * @param watchers are told what happens to cameras; they outlive them
     */
    public Cameras(Engine engine, LiveHub hub, CameraBus bus, List<CameraWatcher> watchers) {
        this(engine, hub, bus, watchers, StreamOpener.real(), InstantSource.system(), System::nanoTime);
    }

    /** With connections and clocks of the caller's. */
    public Cameras(
            Engine engine,
            LiveHub hub,
            CameraBus bus,
            StreamOpener opener,
            InstantSource clock,
            LongSupplier nanoClock) {
        this(engine, hub, bus, List.of(), opener, clock, nanoClock);
    }

    private Cameras(
            Engine engine,
            LiveHub hub,
            CameraBus bus,
            List<CameraWatcher> watchers,
            StreamOpener opener,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.hub = hub;
        this.pipelines = new Pipelines(engine);
        this.ticker = thread("camera-status");
        this.control = thread("camera-control");
        /* A thread for each connection that is given up and has not ended: at most one a stream. */
        this.closer = Executors.newCachedThreadPool(task -> daemon(task, "camera-closer"));
        this.parts = new CameraRuntime.Parts(
                engine,
                bus,
                opener,
                this::control,
                this::closer,
                List.of(result -> bus.analysis(result.analysis().camera(), result.message())),
                watchers,
                clock,
                nanoClock);
        ScheduledFuture<?> unused = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> daemon(task, name));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What opens streams and gives them up on demand. */
    private void control(Runnable task) {
        unlessClosing(control, task);
    }

    private void closer(Runnable task) {
        unlessClosing(closer, task);
    }

    /** Nothing is left to do once everything is being closed. */
    private static void unlessClosing(ExecutorService threads, Runnable task) {
        if (!threads.isShutdown()) {
            try {
                threads.execute(() -> guarded(task));
            } catch (RejectedExecutionException closing) {
                LOG.log(System.Logger.Level.DEBUG, "closing", closing);
            }
        }
    }

    private static void guarded(Runnable task) {
        Faults.OURS.contain("looking after a camera", task);
    }

    /** Once a second. */
    void tick() {
        running.values().forEach(camera -> guarded(camera::tick));
    }

    /**
     * Starts, stops and changes what differs from what runs, and leaves all else alone. Blocks while models load, not
     * for connections that end: what is new of such a camera opens once they have.
     */
    @Override
    public synchronized void apply(OspreyConfig next) throws ConfigException {
        if (closed) {
            throw new ConfigException("", "the server is stopping: nothing can be changed any more");
        }
        Change change = new Change(next, pipelines.prepare(next));
        try {
            change.openFeeds();
        } catch (ConfigException | RuntimeException | Error e) {
            change.takeBack();
            throw e;
        }
        change.commit();
    }

    /** One change of the configuration on its way: all that may fail is done before anything that runs is touched. */
    private final class Change {
        private final OspreyConfig next;
        private final Map<String, PreparedPipeline> fresh;
        private final Map<String, CameraRuntime> before = running;
        private final Map<String, CameraRuntime> begun = new LinkedHashMap<>();
        private final Map<String, Feed> feeds = new LinkedHashMap<>();

        Change(OspreyConfig next, Map<String, PreparedPipeline> fresh) {
            this.next = next;
            this.fresh = fresh;
        }

        void openFeeds() throws ConfigException {
            List<Problem> problems = new ArrayList<>();
            for (CameraConfig wanted : next.cameras().values()) {
                CameraRuntime camera = before.get(wanted.id());
                warn(camera, wanted);
                if (camera == null || !sameStreams(camera.config(), wanted)) {
                    camera = new CameraRuntime(wanted, hub.open(wanted.id()), parts);
                    begun.put(wanted.id(), camera);
                } else if (!swaps(camera, wanted)) {
                    continue;
                }
                PreparedPipeline pipeline = pipeline(wanted);
                if (pipeline != null) {
                    try {
                        feeds.put(wanted.id(), camera.open(pipeline));
                    } catch (IllegalStateException e) {
                        problems.add(
                                new Problem("cameras." + wanted.id() + ".pipeline", String.valueOf(e.getMessage())));
                    }
                }
            }
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
        }

        private void warn(@Nullable CameraRuntime camera, CameraConfig wanted) {
            PreparedPipeline pipeline = pipeline(wanted);
            boolean changed =
                    camera == null || !camera.config().scene().equals(wanted.scene()) || swaps(camera, wanted);
            if (pipeline != null && changed) {
                SceneChecks.labels(wanted, pipeline)
                        .forEach(problem -> LOG.log(System.Logger.Level.WARNING, "{0}", problem));
            }
        }

        private @Nullable PreparedPipeline pipeline(CameraConfig wanted) {
            String name = wanted.pipeline();
            if (name == null || !wanted.enabled()) {
                return null;
            }
            PreparedPipeline loaded = fresh.get(name);
            return loaded != null ? loaded : pipelines.get(name);
        }

        private boolean swaps(CameraRuntime camera, CameraConfig wanted) {
            String name = wanted.pipeline();
            return !Objects.equals(camera.config().pipeline(), name) || (name != null && fresh.containsKey(name));
        }

        void takeBack() {
            feeds.values().forEach(Feed::close);
            fresh.values().forEach(PreparedPipeline::close);
            begun.keySet().stream().filter(id -> !before.containsKey(id)).forEach(hub::remove);
        }

        void commit() {
            List<PreparedPipeline> retired = pipelines.commit(next, fresh);
            endings.values().removeIf(CompletableFuture::isDone);
            before.forEach((id, camera) -> {
                boolean gone = !next.cameras().containsKey(id);
                if (gone || begun.containsKey(id)) {
                    endings.merge(id, camera.end(), (one, other) -> CompletableFuture.allOf(one, other));
                }
                if (gone) {
                    hub.remove(id);
                    LOG.log(System.Logger.Level.INFO, "camera {0}: removed", id);
                }
            });
            Map<String, CameraRuntime> after = new LinkedHashMap<>();
            for (CameraConfig wanted : next.cameras().values()) {
                CameraRuntime started = begun.get(wanted.id());
                CameraRuntime camera = started != null ? started : Objects.requireNonNull(before.get(wanted.id()));
                after.put(wanted.id(), camera);
                boolean swapped = started != null || swaps(camera, wanted);
                camera.config(wanted);
                if (swapped) {
                    camera.feed(feeds.get(wanted.id()));
                }
                if (started != null) {
                    started.start(endings.getOrDefault(wanted.id(), CompletableFuture.completedFuture(null)));
                }
            }
            running = Collections.unmodifiableMap(after);
            parts.watchers().forEach(watcher -> watcher.onApplied(next.cameras().values()));
            retired.forEach(PreparedPipeline::close);
        }
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

    /** What the camera's pipeline lately gave as images. Cheap. */
    public List<ViewInfo> views(String id) {
        return Optional.ofNullable(running.get(id)).map(CameraRuntime::views).orElse(List.of());
    }

    /** The newest picture of a view, with a reference for the caller. Cheap. */
    public Optional<Picture> view(String id, String name) {
        return Optional.ofNullable(running.get(id)).flatMap(camera -> camera.view(name));
    }

    private static void awaitEnd(ScheduledExecutorService thread) {
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until every stream has ended, however many hang at once, within {@link #END_WITHIN}. */
    @Override
    public void close() {
        ticker.shutdownNow();
        Map<String, CameraRuntime> all;
        List<CompletableFuture<Void>> ends;
        synchronized (this) {
            closed = true;
            all = running;
            running = Map.of();
            ends = new ArrayList<>(endings.values());
        }
        control.shutdown();
        awaitEnd(ticker);
        awaitEnd(control);
        all.values().forEach(camera -> ends.add(camera.end()));
        await(ends);
        closer.shutdown();
        all.keySet().forEach(hub::remove);
        synchronized (this) {
            pipelines.close();
        }
    }

    private static void await(List<CompletableFuture<Void>> ends) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .get(END_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            long left = ends.stream().filter(end -> !end.isDone()).count();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connections of {0} cameras have not ended within {1} s; they are left behind",
                    left,
                    END_WITHIN.toSeconds());
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "a connection was not closed cleanly", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
