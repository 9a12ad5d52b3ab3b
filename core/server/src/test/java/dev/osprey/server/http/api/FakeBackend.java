package dev.osprey.server.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.EngineHealth;
import dev.osprey.engine.Problem;
import dev.osprey.engine.StageStatus;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.camera.ViewInfo;
import dev.osprey.server.config.Origin;
import dev.osprey.server.config.Shape;
import dev.osprey.server.config.ShapeKind;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Health;
import dev.osprey.server.http.Replies;
import dev.osprey.server.live.HeldBytes;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.live.VideoMessage;
import dev.osprey.server.scene.SceneFigures;
import dev.osprey.server.sink.SinkFigures;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A server without cameras behind it: what is published here goes to whoever watches. */
public final class FakeBackend implements Backend {
    public final Map<String, CameraView> cameras = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, Shape>> shapes = new ConcurrentHashMap<>();
    public final HeldBytes held = new HeldBytes(64 << 20);
    public final List<Watch> watches = new CopyOnWriteArrayList<>();
    public final BlockingQueue<Watch> opened = new LinkedBlockingQueue<>();
    public final BlockingQueue<Watch> closed = new LinkedBlockingQueue<>();
    public volatile Health health = new Health(List.of());
    public volatile Optional<byte[]> picture = Optional.of(new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2});
    public volatile List<ViewInfo> views = List.of();
    public volatile PictureRequest asked = new PictureRequest("", false, 0, Optional.empty());

    public volatile @Nullable EventLog events;

    public FakeBackend with(String... ids) {
        for (String id : ids) {
            cameras.put(id, view(id, "people"));
        }
        return this;
    }

    private static CameraView view(String id, String pipeline) {
        return new CameraView(
                id, pipeline, "live", "", 640, 360, "avc1.4d401f", 15, 900, 2, 15, 3, 1, "", 23, 40, List.of(), "file");
    }

    public void publish(AccessUnit unit) {
        for (Watch watch : watches) {
            if (watch.request.video() && watch.request.camera().equals(unit.camera())) {
                watch.unit(unit);
            }
        }
    }

    public void publishAnalysis(String camera, String json) {
        for (Watch watch : watches) {
            if (watch.request.analysis() && watch.request.camera().equals(camera)) {
                watch.sink.onAnalysis(Encoded.read(Buffer.buffer(json)));
            }
        }
    }

    public void publishStatus(String camera, String json) {
        for (Watch watch : watches) {
            if (watch.request.status() && watch.request.camera().equals(camera)) {
                watch.sink.onStatus(Encoded.read(Buffer.buffer(json)));
            }
        }
    }

    @Override
    public List<SinkFigures> sinks() {
        return List.of();
    }

    @Override
    public List<CameraView> cameras() {
        return List.copyOf(cameras.values());
    }

    @Override
    public Optional<CameraView> camera(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    @Override
    public void putCamera(String id, ObjectNode settings) throws ConfigException {
        String source = settings.path("source").asText("");
        if (source.startsWith("exec:")) {
            throw new ConfigException(List.of(
                    new Problem("cameras." + id + ".source", "the scheme exec starts a process"),
                    new Problem("cameras." + id + ".pipeline", "there is none")));
        }
        cameras.put(id, view(id, settings.path("pipeline").asText("")));
    }

    @Override
    public void removeCamera(String id) {
        cameras.remove(id);
    }

    private Map<String, Shape> shapesOf(ShapeKind kind, String camera) {
        return shapes.computeIfAbsent(kind + "/" + camera, key -> new ConcurrentSkipListMap<>());
    }

    @Override
    public List<Shape> shapes(ShapeKind kind, String camera) {
        return List.copyOf(shapesOf(kind, camera).values());
    }

    @Override
    public void putShape(ShapeKind kind, String camera, String name, ObjectNode settings) {
        shapesOf(kind, camera).put(name, new Shape(name, settings, Origin.OVERLAY));
    }

    @Override
    public void removeShape(ShapeKind kind, String camera, String name) {
        shapesOf(kind, camera).remove(name);
    }

    @Override
    public SceneFigures sceneFigures() {
        return new SceneFigures(0, 10, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public List<ViewInfo> views(String camera) {
        return views;
    }

    @Override
    public Optional<byte[]> picture(PictureRequest request) {
        asked = request;
        return picture;
    }

    @Override
    public ArrayNode pipelines() {
        return Replies.JSON.createArrayNode();
    }

    @Override
    public ArrayNode stages() {
        return Replies.JSON.createArrayNode();
    }

    @Override
    public ArrayNode models() {
        return Replies.JSON.createArrayNode();
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public OptionalInt releaseStage(String name) {
        return name.equals("detect") ? OptionalInt.of(1) : OptionalInt.empty();
    }

    @Override
    public EngineHealth engineHealth() {
        return new EngineHealth(2, 2, 0);
    }

    @Override
    public List<StageStatus> loadedStages() {
        return List.of(new StageStatus(
                "detect",
                "osprey-detect",
                Replies.JSON.createObjectNode(),
                StageStatus.State.QUARANTINED,
                "out of use: broken",
                10,
                2,
                1,
                0,
                "broken",
                12,
                12,
                30,
                0.25,
                List.of("hall")));
    }

    @Override
    public long heldBytes() {
        return held.bytes();
    }

    @Override
    public EventLog events() {
        return Objects.requireNonNull(events, "this test has no log of events");
    }

    @Override
    public Optional<Subscription> watch(LiveRequest request, LiveSink sink) {
        Watch watch = new Watch(request, sink);
        if (!cameras.containsKey(request.camera())) {
            return Optional.empty();
        }
        watches.add(watch);
        if (request.video()) {
            sink.onStream(new StreamInfo(request.camera(), 7, "avc1.4d401f", 640, 360));
        }
        opened.add(watch);
        return Optional.of(watch);
    }

    /** As the hub does: drops up to the next key frame while the sink is full. */
    public final class Watch implements Subscription {
        public final LiveRequest request;
        public final LiveSink sink;
        /** The name of the thread that closed it. */
        public volatile String closedBy = "";

        private boolean waitsForKey = true;
        private long delivered;
        private long bytes;
        private long dropped;

        Watch(LiveRequest request, LiveSink sink) {
            this.request = request;
            this.sink = sink;
        }

        public synchronized void unit(AccessUnit unit) {
            if ((waitsForKey && !unit.key()) || sink.full(1_000_000_000L)) {
                waitsForKey = true;
                dropped++;
                return;
            }
            waitsForKey = false;
            delivered++;
            bytes += unit.data().length;
            sink.onVideo(new VideoMessage(unit, held));
        }

        @Override
        public LiveRequest request() {
            return request;
        }

        @Override
        public synchronized Counts counts() {
            return new Counts(delivered, bytes, dropped, 0, false);
        }

        @Override
        public void close() {
            closedBy = Thread.currentThread().getName();
            watches.remove(this);
            closed.add(this);
        }
    }
}
