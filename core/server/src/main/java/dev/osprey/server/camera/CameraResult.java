package dev.osprey.server.camera;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.bus.Encoded;
import java.util.Map;

/**
 * What was found in one picture.
 *
 * @param message as it goes over the wire, written once for all who send it
 * @param lasting with what stages that run more seldom found before, as it is drawn
 * @param picture the caller's: who keeps it for longer than the call takes a reference
 * @param views what stages made of the picture, by the stage's name; the caller's too
 */
public record CameraResult(
        Encoded<Analysis> message, Analysis analysis, Analysis lasting, Picture picture, Map<String, Picture> views) {}
