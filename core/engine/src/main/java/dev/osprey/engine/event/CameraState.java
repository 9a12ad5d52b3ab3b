package dev.osprey.engine.event;

/** Whether a camera gives pictures. */
public enum CameraState {
    LIVE,
    LOST
}
