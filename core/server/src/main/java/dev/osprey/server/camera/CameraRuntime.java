package dev.osprey.server.camera;

import dev.osprey.engine.AnalysisListener;
import dev.osprey.engine.Engine;
import dev.osprey.engine.Feed;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.LastingFindings;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.MadePictures;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.camera.State;
import dev.osprey.media.camera.StreamStatus;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.CameraConfig;
import dev.osprey.server.live.CameraChannel;
import dev.osprey.server.live.VideoTrack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One camera while its settings stay: its streams, its feed into the engine, its newest picture and its figures.
 *
 * <p>Capture threads bring pictures, lanes bring results, {@link Cameras} starts, changes and closes it.
 */
final class CameraRuntime implements StreamSlot.Owner, AnalysisListener {
    /** So many seconds after the last viewer, a stream that only viewers need is closed. */
    private static final int PATIENCE_TICKS = 10;

    private final Parts parts;
    private final CameraChannel channel;
    private final Latest latest = new Latest();
    private final ViewShelf views = new ViewShelf();
    private final LastingFindings lasting = new LastingFindings();
    private final Figures figures;
    private final StageErrors stageErrors = new StageErrors();
    private final List<ResultListener> listeners;

    private volatile CameraConfig config;
    private volatile @Nullable Feed feed;
    private final AtomicLong droppedBefore = new AtomicLong();
    private final AtomicBoolean settleWaits = new AtomicBoolean();
    private volatile boolean mayOpen;
    private volatile boolean closed;
    private volatile List<StreamSlot> slots = List.of();

    /**
     * What all cameras share.
     *
     * @param control one thread that opens and gives up streams; what blocks goes to {@code closer}
     * @param listeners get every camera's results
     * @param watchers are told of every camera's state and pipeline too
     */
    record Parts(
            Engine engine,
            CameraBus bus,
            StreamOpener opener,
            Executor control,
            Executor closer,
            List<ResultListener> listeners,
            List<CameraWatcher> watchers,
            InstantSource clock,
            LongSupplier nanoClock) {
        Parts {
            listeners = List.copyOf(listeners);
            watchers = List.copyOf(watchers);
        }
    }

    /** Does nothing yet: the streams that the channel has go on until {@link #start}. */
    CameraRuntime(CameraConfig config, CameraChannel channel, Parts parts) {
        this.config = config;
        this.channel = channel;
        this.parts = parts;
        this.figures = new Figures(parts.nanoClock());
        this.listeners = Stream.concat(
                        Stream.of(
                                this::measure,
                                result -> stageErrors.note(result.analysis()),
                                result -> latest.analysed(result.picture(), result.lasting()),
                                result -> views.put(
                                        result.views(), result.analysis().capturedAt()),
                                result -> channel.publishAnalysis(result.message(), result.lasting(), result.picture()),
                                result -> channel.publishViews(result.views())),
                        Stream.concat(parts.listeners().stream(), parts.watchers().stream()))
                .toList();
    }

    private List<StreamSlot> slots() {
        List<VideoTrack> tracks = channel.streams(
                config.streams().stream().map(stream -> stream.roles()).toList());
        List<StreamSlot> made = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            made.add(new StreamSlot(
                    config.id(), config.streams().get(i), tracks.get(i), parts.opener(), parts.closer(), this));
        }
        return List.copyOf(made);
    }

    /**
     * Begins to connect; the feed, if any, was set before.
     *
     * @param before is done once no other connection to the camera is left: none is opened until then
     */
    void start(CompletableFuture<Void> before) {
        slots = slots();
        if (config.enabled()) {
            channel.onDemand(this::settleSoon);
            before.whenComplete((ended, failure) -> Faults.OURS.contain("opening a camera's streams", () -> {
                mayOpen = true;
                settle(false);
            }));
        }
        publishStatus();
    }

    CameraConfig config() {
        return config;
    }

    /** New settings that leave the streams as they are. */
    void config(CameraConfig next) {
        config = next;
    }

    /** A feed whose results come here, once {@link #feed} has it. */
    Feed open(PreparedPipeline pipeline) {
        return parts.engine().open(config.id(), pipeline, this);
    }

    /** From now on pictures go through another feed, or none: the streams go on. */
    void feed(@Nullable Feed next) {
        swap(next, "the pipeline was changed");
    }

    private void swap(@Nullable Feed next, String reason) {
        Feed old = feed;
        if (old != null) {
            feed = null;
            droppedBefore.addAndGet(old.stats().dropped());
            old.close();
            parts.watchers().forEach(watcher -> watcher.onPipeline(config.id(), reason));
        }
        stageErrors.clear();
        views.clear();
        if (next == null) {
            latest.forgetAnalysis();
        }
        feed = next;
    }

    /** However many ask for it, it waits once. */
    private void settleSoon() {
        if (settleWaits.compareAndSet(false, true)) {
            parts.control().execute(() -> {
                settleWaits.set(false);
                settle(false);
            });
        }
    }

    private void settle(boolean tick) {
        if (mayOpen && !closed && config.enabled()) {
            slots.forEach(slot -> slot.settle(tick, PATIENCE_TICKS));
        }
    }

    /** Once a second. */
    void tick() {
        parts.control().execute(() -> settle(true));
        publishStatus();
    }

    @Override
    public void onPicture(Picture picture) {
        if (closed) {
            picture.release();
            return;
        }
        latest.decoded(picture);
        channel.publishPicture(picture);
        Feed current = feed;
        if (current == null) {
            picture.release();
        } else {
            current.offer(picture);
        }
    }

    @Override
    public void onNewStream() {
        Feed current = feed;
        if (current != null) {
            current.newStream();
        }
    }

    @Override
    public void onStateChange() {
        parts.control().execute(this::publishStatus);
    }

    @Override
    public void onEnded() {
        settleSoon();
    }

    @Override
    public void onAnalysis(Analysis analysis, Picture picture) {
        onAnalysis(analysis, picture, MadePictures.NONE);
    }

    @Override
    public void onAnalysis(Analysis analysis, Picture picture, MadePictures made) {
        CameraResult result = new CameraResult(
                CameraBus.encoded(analysis),
                analysis,
                lasting.over(analysis),
                picture,
                ViewShelf.views(analysis, made));
        listeners.forEach(listener -> listener.onResult(result));
    }

    private void measure(CameraResult result) {
        Duration late =
                Duration.between(result.analysis().capturedAt(), parts.clock().instant());
        figures.result(late.toNanos() / 1e6);
    }

    private void publishStatus() {
        if (!closed) {
            Encoded<CameraView> encoded = CameraBus.encodedStatus(config.id(), view());
            channel.publishStatus(encoded);
            parts.bus().status(config.id(), encoded);
            mainStatus().ifPresent(status -> parts.watchers()
                    .forEach(watcher -> watcher.onState(
                            config.id(), status.state(), config.redactor().redact(status.message()))));
        }
    }

    Optional<Snapshot> latest() {
        return latest.take();
    }

    List<ViewInfo> views() {
        return views.list();
    }

    /** The newest picture of a view, with a reference for the caller. */
    Optional<Picture> view(String name) {
        return views.take(name);
    }

    CameraView view() {
        return seen().redacted(config.redactor());
    }

    private Optional<StreamStatus> mainStatus() {
        return slots.stream()
                .filter(StreamSlot::detects)
                .findFirst()
                .or(() -> slots.stream().findFirst())
                .map(StreamSlot::status);
    }

    private CameraView seen() {
        CameraConfig now = config;
        StreamStatus status = mainStatus().orElse(null);
        List<StreamView> streams =
                slots.stream().map(slot -> slot.view(now.enabled())).toList();
        Feed current = feed;
        long dropped =
                droppedBefore.get() + (current == null ? 0 : current.stats().dropped());
        String pipeline = now.pipeline() == null ? "" : now.pipeline();
        String origin = now.origin().text();
        if (status == null) {
            StreamView first = streams.get(0);
            return new CameraView(
                    now.id(),
                    pipeline,
                    now.enabled() ? "connecting" : "disabled",
                    first.stateMessage(),
                    0,
                    0,
                    "",
                    0,
                    0,
                    0,
                    0,
                    dropped,
                    0,
                    "",
                    0,
                    0,
                    streams,
                    origin);
        }
        double rate = figures.perSecond();
        String failing = stageErrors.words();
        return new CameraView(
                now.id(),
                pipeline,
                StreamSlot.text(status.state()),
                status.message(),
                status.width(),
                status.height(),
                status.codec(),
                Views.tenths(status.fps()),
                status.bitsPerSecond() / 1000,
                Views.hundredths(status.keyFrameIntervalSeconds()),
                Views.tenths(rate),
                dropped + status.framesDropped(),
                status.reconnects(),
                status.state() == State.LIVE && !failing.isEmpty() ? failing : status.lastError(),
                rate > 0 ? Views.tenths(figures.latency(0.5)) : 0,
                rate > 0 ? Views.tenths(figures.latency(0.99)) : 0,
                streams,
                origin);
    }

    /**
     * From now on nothing comes of it, and it holds nothing. Does not block: its connections end in the background, as
     * one that hangs takes seconds.
     *
     * @return done when they have ended
     */
    CompletableFuture<Void> end() {
        closed = true;
        channel.onDemand(() -> {});
        slots.forEach(StreamSlot::silence);
        swap(null, "the camera was changed, removed or stopped");
        latest.close();
        views.close();
        return CompletableFuture.allOf(slots.stream()
                .map(slot -> CompletableFuture.runAsync(
                        () -> Faults.OURS.contain("closing a stream", slot::close), parts.closer()))
                .toArray(CompletableFuture[]::new));
    }
}
