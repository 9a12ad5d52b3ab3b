package dev.osprey.spi;

/** How many instances of a stage the host makes. */
public enum Scope {
    /** One instance for all cameras whose pipelines configure the stage alike. */
    SHARED,
    /** One instance a camera, made anew on a new stream and closed with it: for stages that remember frames. */
    CAMERA
}
