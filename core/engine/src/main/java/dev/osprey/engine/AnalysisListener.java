package dev.osprey.engine;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.MadePictures;
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

    /**
     * As the other, for who wants what stages made.
     *
     * @param made the pixels of the images among the results, valid during the call
     */
    default void onAnalysis(Analysis analysis, Picture picture, MadePictures made) {
        onAnalysis(analysis, picture);
    }
}
