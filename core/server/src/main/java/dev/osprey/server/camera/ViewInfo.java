package dev.osprey.server.camera;

/**
 * A picture that a camera's pipeline makes again and again: a view of the camera.
 *
 * @param name of the stage in the pipeline
 * @param width of the newest one, in pixels
 * @param height of the newest one, in pixels
 */
public record ViewInfo(String name, int width, int height) {}
