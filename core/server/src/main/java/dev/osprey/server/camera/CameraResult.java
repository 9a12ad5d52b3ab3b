package dev.osprey.server.camera;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.bus.Encoded;

/**
 * What was found in one picture.
 *
 * @param message as it goes over the wire, written once for all who send it
 * @param lasting with what stages that run more seldom found before, as it is drawn
 * @param picture the caller's: who keeps it for longer than the call takes a reference
 */
public record CameraResult(Encoded<Analysis> message, Analysis analysis, Analysis lasting, Picture picture) {}
