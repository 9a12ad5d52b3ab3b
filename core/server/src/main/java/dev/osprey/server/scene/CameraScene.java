package dev.osprey.server.scene;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.event.CameraEvents;
import dev.osprey.engine.event.CameraState;
import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Scene;
import dev.osprey.media.camera.State;
import dev.osprey.server.camera.CameraResult;
import java.time.Instant;
import java.util.List;

/**
 * What happens before one camera, from the results of its pipeline to what is handed over to be kept. Thread-safe;
 * nothing here blocks.
 */
final class CameraScene {
    private final String camera;
    private final Desk desk;
    private final ClipRecorder clips;

    @GuardedBy("this")
    private final BestPictures best;

    @GuardedBy("this")
    private CameraEvents events;

    @GuardedBy("this")
    private Scene scene;

    CameraScene(String camera, Scene scene, Instant now, Desk desk, ClipRecorder clips) {
        this.camera = camera;
        this.scene = scene;
        this.desk = desk;
        this.clips = clips;
        this.best = new BestPictures(desk);
        this.events = new CameraEvents(camera, now, scene);
    }

    ClipRecorder clips() {
        return clips;
    }

    synchronized void scene(Scene next) {
        if (!scene.equals(next)) {
            scene = next;
            events.scene(next);
        }
    }

    synchronized void result(CameraResult result) {
        List<Event> happened = events.analysed(result.analysis());
        best.look(result.analysis(), result.picture(), happened);
        tell(happened);
    }

    synchronized void tick(Instant now) {
        tell(events.tick(now));
    }

    synchronized void state(State state, Instant now, String message) {
        switch (state) {
            case LIVE -> tell(events.state(CameraState.LIVE, now, message));
            case STALLED, LOST, REFUSED -> tell(events.state(CameraState.LOST, now, message));
            case CONNECTING, ENDED, DISABLED -> {
                // On its way, or not to be expected.
            }
        }
    }

    /** Another pipeline numbers objects anew. */
    synchronized void pipeline(Instant now, String reason) {
        end(now, reason);
        events = new CameraEvents(camera, now, scene);
    }

    synchronized void close(Instant now, String reason) {
        end(now, reason);
    }

    @GuardedBy("this")
    private void end(Instant now, String reason) {
        tell(events.close(now, reason));
        best.forget();
    }

    @GuardedBy("this")
    private void tell(List<Event> happened) {
        for (Event event : happened) {
            event.subject().ifPresent(subject -> {
                if (event.type() == EventType.OBJECT_NEW) {
                    clips.begin(subject.object(), subject.startedAt());
                } else if (event.type() == EventType.OBJECT_END) {
                    clips.end(subject.object());
                }
            });
            desk.tell(event);
        }
    }
}
