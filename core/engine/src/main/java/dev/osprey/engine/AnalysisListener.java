package dev.osprey.engine;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;

/** Takes what was found, in the order of a feed's pictures. Called on a lane, so it must not block. */
@FunctionalInterface
public interface AnalysisListener {
    /**
     * Takes one analysis.
     *
     * @param picture valid during the call; {@link Picture#retain()} keeps it
     */
    void onAnalysis(Analysis analysis, Picture picture);
}
