package dev.osprey.engine.track;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The tracker as one would write it down: matrices, all ways to pair, every track with every detection. */
final class NaiveTracker {
    private static final double[] MEMORY = {6, 6, 0.5, 0.5};
    private static final double[] NOISE = {0.5, 0.5, 0.05, 0.05};
    private static final double MEASURED = 0.07;

    private final TrackOptions options;
    private final List<Thing> things = new ArrayList<>();
    private long numbers;
    private long now;

    NaiveTracker(TrackOptions options) {
        this.options = options;
    }

    /** States [position, velocity] of centre x, centre y, width, height, and their covariances. */
    private static final class Thing {
        final String label;
        final double[][] state = new double[4][2];
        final double[][][] covariance = new double[4][2][2];
        double size;
        long number;
        long missedSince = -1;
        Box thought;
        boolean expected;

        Thing(Detection seen) {
            label = seen.label();
            thought = seen.box();
            size = Math.sqrt(seen.box().area());
            double[] measured = measured(seen.box());
            for (int i = 0; i < 4; i++) {
                state[i][0] = measured[i];
                covariance[i][0][0] = Math.pow(size * MEASURED, 2);
                covariance[i][1][1] = size * size * NOISE[i] * MEMORY[i] / 2;
            }
        }

        static double[] measured(Box box) {
            return new double[] {box.centre().x(), box.centre().y(), box.width(), box.height()};
        }

        void predict(double t) {
            for (int i = 0; i < 4; i++) {
                double m = MEMORY[i];
                double a = Math.exp(-t / m);
                double[][] f = {{1, m * (1 - a)}, {0, a}};
                double[][] q = {
                    {m * m * (t - 2 * m * (1 - a) + m / 2 * (1 - a * a)), m * m / 2 * (1 - a) * (1 - a)},
                    {m * m / 2 * (1 - a) * (1 - a), m / 2 * (1 - a * a)}
                };
                state[i] = new double[] {state[i][0] + f[0][1] * state[i][1], a * state[i][1]};
                double[][] moved =
                        times(times(f, covariance[i]), new double[][] {{f[0][0], f[1][0]}, {f[0][1], f[1][1]}});
                for (int r = 0; r < 2; r++) {
                    for (int c = 0; c < 2; c++) {
                        covariance[i][r][c] = moved[r][c] + size * size * NOISE[i] * q[r][c];
                    }
                }
            }
        }

        void correct(Detection found, double sure, List<Thing> all) {
            Box seen = found.box();
            double covered = 0;
            Box believed = seen;
            for (Thing other : all) {
                Box near = grown(other.thought, 0.1 * other.thought.width(), 0.1 * other.thought.height());
                double share = share(seen, near);
                if (other != this && other.label.equals(label) && other.expected && share > covered) {
                    covered = share;
                    believed = share < 0.05 ? seen : freed(seen, near);
                }
            }
            double[] measured = measured(believed);
            double error = Math.pow(size * MEASURED * (1 + covered + 3 * Math.max(0, 1 - found.score() / sure)), 2);
            for (int i = 0; i < 4; i++) {
                double[][] p = covariance[i];
                double sum = p[0][0] + error;
                double[] k = {p[0][0] / sum, p[1][0] / sum};
                double surprise = measured[i] - state[i][0];
                state[i] = new double[] {state[i][0] + k[0] * surprise, state[i][1] + k[1] * surprise};
                covariance[i] = times(new double[][] {{1 - k[0], 0}, {-k[1], 1}}, p);
            }
            size = Math.sqrt(box().area());
            missedSince = -1;
        }

        private static double share(Box seen, Box other) {
            double width = Math.min(seen.right(), other.right()) - Math.max(seen.x(), other.x());
            double height = Math.min(seen.bottom(), other.bottom()) - Math.max(seen.y(), other.y());
            return width > 0 && height > 0 ? width * height / seen.area() : 0;
        }

        private Box freed(Box seen, Box other) {
            double[] across = freed(seen.x(), seen.right(), other.x(), other.right(), thought.width());
            double[] along = freed(seen.y(), seen.bottom(), other.y(), other.bottom(), thought.height());
            return new Box(across[0], along[0], across[1] - across[0], along[1] - along[0]);
        }

        private static double[] freed(double from, double to, double otherFrom, double otherTo, double extent) {
            if (from > otherFrom && !(to < otherTo)) {
                return new double[] {to - extent, to};
            }
            return !(from > otherFrom) && to < otherTo ? new double[] {from, from + extent} : new double[] {from, to};
        }

        boolean leaves(Box picture) {
            Box box = box();
            double near = 0.05 * size;
            double fast = 0.1 * size;
            return (box.x() - picture.x() <= near && state[0][1] < -fast)
                    || (picture.right() - box.right() <= near && state[0][1] > fast)
                    || (box.y() - picture.y() <= near && state[1][1] < -fast)
                    || (picture.bottom() - box.bottom() <= near && state[1][1] > fast);
        }

        static double[][] times(double[][] a, double[][] b) {
            double[][] product = new double[2][2];
            for (int r = 0; r < 2; r++) {
                for (int c = 0; c < 2; c++) {
                    product[r][c] = a[r][0] * b[0][c] + a[r][1] * b[1][c];
                }
            }
            return product;
        }

        Box box() {
            return Box.ofCentre(state[0][0], state[1][0], Math.max(1, state[2][0]), Math.max(1, state[3][0]));
        }

        double likeness(Box seen, double least) {
            Box box = box();
            double x = Math.min(Math.sqrt(covariance[0][0][0]), box.width());
            double y = Math.min(Math.sqrt(covariance[1][0][0]), box.height());
            double overlap = grown(box, x, y).iou(grown(seen, x, y));
            return overlap < least ? 0 : overlap / (1 + (x / box.width() + y / box.height()) / 2);
        }

        static Box grown(Box box, double x, double y) {
            return new Box(box.x() - x, box.y() - y, box.width() + 2 * x, box.height() + 2 * y);
        }
    }

    long[] update(long time, Box picture, List<Detection> found, double sure) {
        long[] numbersOf = new long[found.size()];
        things.removeIf(thing -> thing.missedSince >= 0
                && time - thing.missedSince
                        > (thing.leaves(picture) ? 500_000 : options.lost().toNanos() / 1000));
        for (Thing thing : things) {
            thing.predict((time - now) / 1e6);
            thing.thought = thing.box();
            thing.expected = thing.number != 0 && thing.missedSince < 0;
        }
        now = time;
        Set<Thing> seen = new HashSet<>();
        Set<Integer> taken = new HashSet<>();
        for (int round = 1; round <= 3; round++) {
            int which = round;
            List<Thing> candidates = things.stream()
                    .filter(thing -> !seen.contains(thing)
                            && (thing.number == 0) == (which == 3)
                            && (which != 2 || thing.missedSince < 0))
                    .toList();
            List<Integer> boxes = IntStream.range(0, found.size())
                    .filter(i -> !taken.contains(i)
                            && found.get(i).score() >= options.lowScore()
                            && (found.get(i).score() >= sure) == (which != 2))
                    .boxed()
                    .toList();
            double least = new double[] {0.2, 0.5, 0.3}[round - 1];
            int[] best =
                    best(candidates, boxes, found, least, 0, new HashSet<>()).pairs();
            for (int i = 0; i < best.length; i++) {
                if (best[i] >= 0) {
                    Thing thing = candidates.get(i);
                    thing.correct(found.get(best[i]), sure, things);
                    thing.number = thing.number == 0 ? ++numbers : thing.number;
                    seen.add(thing);
                    taken.add(best[i]);
                    numbersOf[best[i]] = thing.number;
                }
            }
        }
        things.removeIf(thing -> !seen.contains(thing) && thing.number == 0);
        things.stream()
                .filter(thing -> !seen.contains(thing) && thing.missedSince < 0)
                .forEach(thing -> thing.missedSince = time);
        for (int i = 0; i < found.size(); i++) {
            if (!taken.contains(i) && found.get(i).score() >= sure) {
                things.add(new Thing(found.get(i)));
            }
        }
        return numbersOf;
    }

    private record Pairs(double sum, int[] pairs) {}

    private static Pairs best(
            List<Thing> candidates,
            List<Integer> boxes,
            List<Detection> found,
            double least,
            int from,
            Set<Integer> used) {
        if (from == candidates.size()) {
            int[] none = new int[candidates.size()];
            Arrays.fill(none, -1);
            return new Pairs(0, none);
        }
        Pairs best = best(candidates, boxes, found, least, from + 1, used);
        Thing thing = candidates.get(from);
        for (int box : boxes) {
            Detection detection = found.get(box);
            double likeness = thing.label.equals(detection.label()) ? thing.likeness(detection.box(), least) : 0;
            if (likeness > 0 && used.add(box)) {
                Pairs rest = best(candidates, boxes, found, least, from + 1, used);
                used.remove(box);
                if (rest.sum() + likeness > best.sum() + 1e-12) {
                    rest.pairs()[from] = box;
                    best = new Pairs(rest.sum() + likeness, rest.pairs());
                }
            }
        }
        return best;
    }
}
