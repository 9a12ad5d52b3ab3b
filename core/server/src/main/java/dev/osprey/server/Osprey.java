package dev.osprey.server;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.media.picture.Jpeg;
import dev.osprey.server.access.PrivateFile;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.camera.Cameras;
import dev.osprey.server.config.ConfigStore;
import dev.osprey.server.config.ConfigWatch;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.live.HubOptions;
import dev.osprey.server.live.JpegEncoder;
import dev.osprey.server.live.LiveHub;
import dev.osprey.server.scene.Scenes;
import dev.osprey.server.sink.Sinks;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A running server: everything that it is made of, put together in one place, and stopped in reverse. */
public final class Osprey implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Osprey.class.getName());
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(15);
    private static final int JPEG_QUALITY = 80;

    private final StartOptions options;
    private final Path data;
    private final Vertx vertx;
    private final Plugins plugins;
    private final ModelCatalog models;
    private final ConfigStore config;
    private final Engine engine;
    private final LiveHub hub;
    private final EventLog events;
    private final Sinks sinks;
    private final Scenes scenes;
    private final Cameras cameras;
    private final StopStack stops;

    private Osprey(StartOptions options, StopStack stops) throws ConfigException, IOException {
        this.options = options;
        this.stops = stops;
        this.data = options.dataFolder();
        PrivateFile.folder(data);
        OnnxRuntime.load();
        Plugins given = options.plugins();
        this.plugins = given != null
                ? given
                : stops.push("plugins", Plugins.load(options.pluginsDir(), data.resolve("plugins")));
        Path folder = options.config().toAbsolutePath().getParent();
        this.models = folder == null
                ? ModelCatalog.read(options.modelsDir())
                : ModelCatalog.read(options.modelsDir(), folder);
        this.config = ConfigStore.load(options.config(), data, options.environment(), plugins);
        this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
        stops.push(
                "vert.x",
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
        this.hub = stops.push("live hub", new LiveHub(HubOptions.DEFAULT, jpegs()));
        this.engine = stops.push(
                "engine", new Engine(EngineSettings.options(config.current().engine()), models));
        CameraBus bus = new CameraBus(vertx.eventBus());
        this.events =
                stops.push("event log", EventLog.open(data, config.current().store(), InstantSource.system()));
        events.listen(stored -> stored.forEach(event ->
                event.value().ifPresent(value -> bus.event(value.event().camera(), event))));
        this.sinks = stops.push("sinks", new Sinks(events, data, config.redactor()::redact));
        this.scenes = stops.push("scenes", new Scenes(events, hub, jpegs(), InstantSource.system()));
        this.cameras = stops.push("cameras", new Cameras(engine, hub, bus, List.of(scenes)));
        config.applyWith(next -> {
            cameras.apply(next);
            sinks.apply(next.sinks());
        });
        stops.push("configuration's watch", ConfigWatch.start(config));
    }

    /** Blocks until cameras are being opened and every front end can be reached. */
    public static Osprey start(StartOptions options) throws ConfigException, IOException {
        StopStack stops = new StopStack(STOP_DEADLINE);
        try {
            Osprey osprey = new Osprey(options, stops);
            for (FrontEnd frontEnd : options.frontEnds()) {
                stops.push("front end", frontEnd.start(osprey));
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "started: {0} cameras, {1} stages known, data in {2}",
                    osprey.cameras.list().size(),
                    osprey.plugins.stages().size(),
                    osprey.data);
            return osprey;
        } catch (ConfigException | IOException | RuntimeException | Error e) {
            stops.close();
            throw e;
        }
    }

    private static JpegEncoder jpegs() {
        return (picture, drawn, maxWidth) -> drawn == null
                ? Jpeg.encode(picture, maxWidth, JPEG_QUALITY)
                : Jpeg.encode(picture, drawn, maxWidth, JPEG_QUALITY);
    }

    public StartOptions options() {
        return options;
    }

    /** Where the server keeps what is its own; its owner's only. */
    public Path data() {
        return data;
    }

    public Vertx vertx() {
        return vertx;
    }

    public ConfigStore config() {
        return config;
    }

    public Plugins plugins() {
        return plugins;
    }

    public ModelCatalog models() {
        return models;
    }

    public Engine engine() {
        return engine;
    }

    public Scenes scenes() {
        return scenes;
    }

    public EventLog events() {
        return events;
    }

    public Sinks sinks() {
        return sinks;
    }

    public Cameras cameras() {
        return cameras;
    }

    public LiveHub hub() {
        return hub;
    }

    /** Stops front ends first and Vert.x last. Blocks, but no longer than a deadline; what hangs is named in the log. */
    @Override
    public void close() {
        stops.close();
    }
}
