package dev.osprey.server.camera;

import dev.osprey.media.camera.State;
import dev.osprey.server.config.CameraConfig;
import java.util.Collection;

/** Who is told what happens to cameras beside {@link CameraResult their results}. Must neither block nor throw. */
public interface CameraWatcher extends ResultListener {
    /** These cameras run from now on, and no others. One call at a time. */
    void onApplied(Collection<CameraConfig> cameras);

    /**
     * Results that come from now on are of another pipeline or of none: what was followed is not followed any more.
     *
     * @param reason in words
     */
    void onPipeline(String camera, String reason);

    /**
     * How the camera's main stream is doing: once a second, and whenever it changes; on several threads.
     *
     * @param message what is going on, without secrets
     */
    void onState(String camera, State state, String message);
}
