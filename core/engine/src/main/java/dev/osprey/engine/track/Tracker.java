package dev.osprey.engine.track;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Follows the objects of one camera from picture to picture, each label by itself: gives detections of one object the same
 * identity. Called by one thread at a time, in the order of the pictures.
 */
public final class Tracker {
    /*
     * ByteTrack (Zhang et al., ECCV 2022): what is found for sure is paired first with all objects that are known, then
     * what is found with doubt with those that are left and were in sight; so an object that is half hidden keeps its
     * identity, and a doubtful detection never begins one. What differs: the model of motion runs on time (Motion), and
     * overlap makes allowance for how unsure it is (Likeness), and of who is half hidden the free edges are believed
     * (Belief).
     */
    private static final double LEAST_FIRST = 0.2;
    private static final double LEAST_SECOND = 0.5;
    private static final double LEAST_NEW = 0.3;
    private static final double MICROS = 1e6;

    /** Whoever went out is gone for good; who comes in there a second later is somebody else. */
    private static final long LEFT_MICROS = 500_000;

    private final double lowScore;
    private final long lostMicros;
    private final int mostObjects;
    private final LongSupplier identities;
    private final Map<String, List<Track>> tracks = new HashMap<>();
    private long nowMicros = Long.MIN_VALUE;

    /** @param identities gives each object that is sure to be one its number, from 1 */
    public Tracker(TrackOptions options, LongSupplier identities) {
        this.lowScore = options.lowScore();
        this.lostMicros = options.lost().toNanos() / 1000;
        this.mostObjects = options.mostObjects();
        this.identities = identities;
    }

    /**
     * What was found in the next picture: for each detection the identity of its object, 0 where it has none (yet).
     *
     * @param timeMicros of the picture; one that is before the last picture's begins everything anew
     * @param picture what of the world it shows: who was last seen leaving it is not waited for
     * @param sure the score, 0..1, from which a detection may begin a track
     */
    public long[] update(long timeMicros, Box picture, List<Detection> detections, double sure) {
        pass(timeMicros, picture);
        long[] found = new long[detections.size()];
        Map<String, List<Integer>> high = new HashMap<>();
        Map<String, List<Integer>> low = new HashMap<>();
        Set<String> labels = new TreeSet<>(tracks.keySet());
        for (int i : best(detections)) {
            Detection detection = detections.get(i);
            if (detection.score() >= Math.min(sure, lowScore)) {
                labels.add(detection.label());
                (detection.score() >= sure ? high : low)
                        .computeIfAbsent(detection.label(), label -> new ArrayList<>())
                        .add(i);
            }
        }
        for (String label : labels) {
            List<Track> known = tracks.computeIfAbsent(label, any -> new ArrayList<>());
            new Round(known, detections, sure, found)
                    .run(high.getOrDefault(label, List.of()), low.getOrDefault(label, List.of()));
            if (known.isEmpty()) {
                tracks.remove(label);
            }
        }
        return found;
    }

    /** How many objects are known, those that are lost among them. */
    int followed() {
        return tracks.values().stream().mapToInt(List::size).sum();
    }

    /** The indices of those that are looked at, in their order. */
    private int[] best(List<Detection> detections) {
        IntStream all = IntStream.range(0, detections.size());
        if (detections.size() <= mostObjects) {
            return all.toArray();
        }
        return all.boxed()
                .sorted(Comparator.comparingDouble(i -> -detections.get(i).score()))
                .limit(mostObjects)
                .mapToInt(i -> i)
                .sorted()
                .toArray();
    }

    /** A picture that nobody looked at, as nothing moves: time goes on, and nothing else does. */
    public void rest(long timeMicros) {
        if (nowMicros != Long.MIN_VALUE) {
            nowMicros = timeMicros;
        }
    }

    private boolean isOver(Track track, long timeMicros, Box picture) {
        long patience = track.isLeaving(picture) ? Math.min(lostMicros, LEFT_MICROS) : lostMicros;
        return track.isLost() && timeMicros - track.lostSinceMicros() > patience;
    }

    private void pass(long timeMicros, Box picture) {
        if (nowMicros != Long.MIN_VALUE) {
            if (timeMicros < nowMicros) {
                tracks.clear();
            }
            Track.Passage passage = Track.Passage.of((timeMicros - nowMicros) / MICROS);
            for (List<Track> known : tracks.values()) {
                known.removeIf(track -> isOver(track, timeMicros, picture));
                known.forEach(track -> track.predict(passage));
            }
        }
        nowMicros = timeMicros;
    }

    /** The detections of one label in one picture. */
    private final class Round {
        private final List<Track> known;
        private final List<Detection> detections;
        private final double sure;
        private final long[] found;
        private final Set<Track> seen = new HashSet<>();
        private final Set<Integer> taken = new HashSet<>();

        Round(List<Track> known, List<Detection> detections, double sure, long[] found) {
            this.known = known;
            this.detections = detections;
            this.sure = sure;
            this.found = found;
        }

        void run(List<Integer> high, List<Integer> low) {
            pair(known(Track::isConfirmed), high, LEAST_FIRST);
            pair(known(track -> track.isConfirmed() && !track.isLost() && !seen.contains(track)), low, LEAST_SECOND);
            pair(known(track -> !track.isConfirmed()), left(high), LEAST_NEW);
            known.removeIf(track -> !seen.contains(track) && !track.miss(nowMicros));
            left(high).forEach(i -> known.add(new Track(detections.get(i).box())));
            forgetSurplus();
        }

        /** Lost ones first that have been known for longest. */
        private void forgetSurplus() {
            Iterator<Track> each = known.iterator();
            for (int surplus = known.size() - mostObjects; surplus > 0 && each.hasNext(); ) {
                if (each.next().isLost()) {
                    each.remove();
                    surplus--;
                }
            }
        }

        private List<Track> known(Predicate<Track> which) {
            return known.stream().filter(which).toList();
        }

        private List<Integer> left(List<Integer> some) {
            return some.stream().filter(i -> !taken.contains(i)).toList();
        }

        private void pair(List<Track> candidates, List<Integer> boxes, double least) {

            if (candidates.isEmpty() || boxes.isEmpty()) {
                return;
            }
            double[][] gains = new double[candidates.size()][boxes.size()];
            for (int i = 0; i < gains.length; i++) {
                Likeness likeness = new Likeness(candidates.get(i));
                for (int j = 0; j < gains[i].length; j++) {
                    gains[i][j] = likeness.of(detections.get(boxes.get(j)).box(), least);
                }
            }
            int[] pairs = Assignment.best(gains);
            for (int i = 0; i < pairs.length; i++) {
                if (pairs[i] != Assignment.NONE) {
                    carryOn(candidates.get(i), boxes.get(pairs[i]));
                }
            }
        }

        private void carryOn(Track track, int detection) {
            track.correct(Belief.of(track, detections.get(detection), sure, known));
            seen.add(track);
            taken.add(detection);
            if (!track.isConfirmed()) {
                track.confirm(identities.getAsLong());
            }
            found[detection] = track.identity();
        }
    }
}
