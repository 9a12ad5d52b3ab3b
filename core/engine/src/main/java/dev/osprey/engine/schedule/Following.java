package dev.osprey.engine.schedule;

import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.pipeline.Results;
import dev.osprey.engine.pipeline.StageNode;
import dev.osprey.engine.track.TrackOptions;
import dev.osprey.engine.track.Tracker;
import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The objects that one stage of a pipeline finds in one stream of a camera. Guarded by the scheduler's lock. */
final class Following {
    private static final TrackOptions OPTIONS = TrackOptions.defaults();

    private final StageNode node;
    private final Tracker tracker;

    Following(StageNode node, LongSupplier identities) {
        this.node = node;
        this.tracker = new Tracker(OPTIONS, identities);
    }

    /** What the pipeline keeps of the results, each with its object: the tracker sees weaker detections as well. */
    List<Finding> findings(List<Result> results, double defaultScore, Frame frame) {
        double least = node.filter().least(defaultScore);
        List<Result> seen = node.filter().from(Math.min(least, OPTIONS.lowScore()), results);
        List<Result.Detection> objects = new ArrayList<>(seen.size());
        for (Result result : seen) {
            if (isObject(result)) {
                objects.add((Result.Detection) result);
            }
        }
        long[] tracks = tracker.update(frame.ptsMicros(), new Box(0, 0, frame.width(), frame.height()), objects, least);
        List<Finding> kept = new ArrayList<>(seen.size());
        int next = 0;
        for (Result result : seen) {
            long track = isObject(result) ? tracks[next++] : Finding.NO_TRACK;
            if (!(Results.score(result) < least)) {
                kept.add(new Finding(result, Optional.empty(), track));
            }
        }
        return kept;
    }

    /** A picture was passed over as nothing happens in it. */
    void rest(long timeMicros) {
        tracker.rest(timeMicros);
    }

    /** What is labelled like its stage, as a region of motion is, only says where something is. */
    private boolean isObject(Result result) {
        return result instanceof Result.Detection detection
                && !detection.label().equals(node.type().name());
    }
}
