package dev.osprey.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.EngineHealth;
import dev.osprey.engine.StageStatus;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.camera.ViewInfo;
import dev.osprey.server.config.Shape;
import dev.osprey.server.config.ShapeKind;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.scene.SceneFigures;
import dev.osprey.server.sink.SinkFigures;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the network side needs of the rest of the server. Thread-safe. Those that say "blocks" are called on worker
 * threads, the others on event loops too.
 */
public interface Backend {
    List<CameraView> cameras();

    Optional<CameraView> camera(String id);

    /** Makes or changes a camera, whole or not at all; without a source the one there is stays; blocks. */
    void putCamera(String id, ObjectNode settings) throws ConfigException, IOException;

    /** Blocks. */
    void removeCamera(String id) throws ConfigException, IOException;

    /** What a camera's pipeline lately gave as images. */
    List<ViewInfo> views(String camera);

    /** A camera's zones or lines; none where there is no such camera. */
    List<Shape> shapes(ShapeKind kind, String camera);

    /** Makes or replaces a zone or a line; blocks. */
    void putShape(ShapeKind kind, String camera, String name, ObjectNode settings) throws ConfigException, IOException;

    /** Blocks. */
    void removeShape(ShapeKind kind, String camera, String name) throws ConfigException, IOException;

    /** Draws and encodes the newest picture; empty: there is none yet, or no such view; blocks. */
    Optional<byte[]> picture(PictureRequest request) throws IOException;

    /** Every pipeline as {@code {name, stages, origin}}; blocks. */
    ArrayNode pipelines();

    /** Every stage there is and what it takes; blocks. */
    ArrayNode stages();

    /** Every model of the catalog; blocks. */
    ArrayNode models();

    /**
     * Ends quarantine and pauses of a stage.
     *
     * @return of how many instances; empty: there is no such stage
     */
    OptionalInt releaseStage(String name);

    Health health();

    /** How the threads are that call stages. */
    EngineHealth engineHealth();

    /** Every stage that is loaded. */
    List<StageStatus> loadedStages();

    /** Video kept for newcomers or waiting for viewers, in bytes; what several share counts once. Cheap. */
    long heldBytes();

    /** What becomes of it. */
    SceneFigures sceneFigures();

    /** What has happened. */
    EventLog events();

    /** How those fare who are told of it, in the configuration's order. */
    List<SinkFigures> sinks();

    /** Follows a camera; empty: there is none of this id. */
    Optional<Subscription> watch(LiveRequest request, LiveSink sink);

    /**
     * Which picture somebody wants.
     *
     * @param view the stage that made it; empty: the camera's own
     * @param maxWidth in pixels, 0: the picture's own
     */
    record PictureRequest(String camera, boolean annotated, int maxWidth, Optional<String> view) {}
}
