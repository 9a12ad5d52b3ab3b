package dev.osprey.engine.track.mot;

import dev.osprey.engine.track.TrackOptions;
import dev.osprey.engine.track.Tracker;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The tracker over a file of detections. */
public final class MotRun {
    private static final String LABEL = "object";
    /** The confidence of a detection that has none. */
    public static final double UNKNOWN = -1;

    /** Frames of which nobody knows how large they are. */
    public static final Box BOUNDLESS = new Box(-1e9, -1e9, 2e9, 2e9);

    private MotRun() {}

    /**
     * Each detection that belongs to an object, with its identity; frame by frame.
     *
     * @param detections their confidences are scores in 0..1, or -1 where there are none
     * @param framesPerSecond above 0
     * @param picture what the frames show, in pixels
     * @param sure the score from which a detection may begin a track
     */
    public static List<MotRow> track(
            Collection<MotRow> detections, double framesPerSecond, Box picture, TrackOptions options, double sure) {
        TreeMap<Integer, List<MotRow>> frames =
                detections.stream().collect(Collectors.groupingBy(MotRow::frame, TreeMap::new, Collectors.toList()));
        List<MotRow> tracked = new ArrayList<>();
        if (frames.isEmpty()) {
            return tracked;
        }
        Tracker tracker = new Tracker(options, new AtomicLong()::incrementAndGet);
        for (int frame = frames.firstKey(); frame <= frames.lastKey(); frame++) {
            List<MotRow> rows = frames.getOrDefault(frame, List.of());
            List<Detection> seen = rows.stream().map(MotRun::detection).toList();
            long[] identities = tracker.update(Math.round(frame * 1e6 / framesPerSecond), picture, seen, sure);
            List<MotRow> found = new ArrayList<>();
            for (int i = 0; i < identities.length; i++) {
                if (identities[i] != 0) {
                    MotRow row = rows.get(i);
                    found.add(new MotRow(frame, identities[i], row.box(), row.confidence()));
                }
            }
            found.sort(Comparator.comparingLong(MotRow::identity));
            tracked.addAll(found);
        }
        return tracked;
    }

    private static Detection detection(MotRow row) {
        return new Detection(LABEL, row.confidence() == UNKNOWN ? 1 : row.confidence(), row.box());
    }
}
