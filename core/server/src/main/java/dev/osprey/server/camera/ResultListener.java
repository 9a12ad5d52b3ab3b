package dev.osprey.server.camera;

/**
 * Who is told what cameras' pipelines found. Called on an inference lane, in order and one call at a time for a camera;
 * must neither block nor throw.
 */
@FunctionalInterface
public interface ResultListener {
    void onResult(CameraResult result);
}
