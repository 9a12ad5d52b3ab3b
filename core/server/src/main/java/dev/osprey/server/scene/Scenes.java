package dev.osprey.server.scene;

import dev.osprey.media.camera.State;
import dev.osprey.server.camera.CameraResult;
import dev.osprey.server.camera.CameraWatcher;
import dev.osprey.server.config.CameraConfig;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.live.JpegEncoder;
import dev.osprey.server.live.LiveHub;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens before all cameras: each one's results become events in the log, pictures and clips. Thread-safe.
 */
public final class Scenes implements CameraWatcher, AutoCloseable {
    private final InstantSource clock;
    private final LiveHub hub;
    private final Desk desk;
    private final ClipWriter writer;
    private final Map<String, CameraScene> running = new ConcurrentHashMap<>();

    /** Takes nothing over: the log is closed after it, and by who made it. */
    public Scenes(EventLog log, LiveHub hub, JpegEncoder jpegs, InstantSource clock) {
        this.clock = clock;
        this.hub = hub;
        this.desk = new Desk(log, jpegs);
        this.writer = new ClipWriter(log.files());
    }

    @Override
    public void onApplied(Collection<CameraConfig> cameras) {
        Instant now = clock.instant();
        for (CameraConfig camera : cameras) {
            CameraScene scene = running.get(camera.id());
            if (scene == null) {
                scene = new CameraScene(
                        camera.id(), camera.scene().scene(), now, desk, writer.recorder(camera.id(), clock));
                running.put(camera.id(), scene);
            }
            scene.scene(camera.scene().scene());
            scene.clips().watch(hub, camera.pipeline() != null && camera.enabled());
        }
        running.keySet().stream()
                .filter(id -> cameras.stream().noneMatch(camera -> camera.id().equals(id)))
                .toList()
                .forEach(id -> remove(id, now));
    }

    private void remove(String id, Instant now) {
        CameraScene scene = running.remove(id);
        if (scene != null) {
            scene.close(now, "the camera was removed");
            writer.remove(scene.clips());
        }
    }

    @Override
    public void onResult(CameraResult result) {
        CameraScene scene = running.get(result.analysis().camera());
        if (scene != null) {
            scene.result(result);
        }
    }

    @Override
    public void onPipeline(String camera, String reason) {
        CameraScene scene = running.get(camera);
        if (scene != null) {
            scene.pipeline(clock.instant(), reason);
        }
    }

    @Override
    public void onState(String camera, State state, String message) {
        CameraScene scene = running.get(camera);
        if (scene != null) {
            Instant now = clock.instant();
            scene.state(state, now, message);
            scene.tick(now);
        }
    }

    public SceneFigures figures() {
        return desk.figures(writer);
    }

    /** Ends what is open, and writes what waits within a few seconds. Blocks. */
    @Override
    public void close() {
        Instant now = clock.instant();
        running.values().forEach(scene -> scene.close(now, "the server was stopped"));
        running.clear();
        writer.close();
        desk.close();
    }
}
