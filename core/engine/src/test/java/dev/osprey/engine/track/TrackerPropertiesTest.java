package dev.osprey.engine.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Holds the tracker against a model that is slow and plain, over scenes by chance. */
class TrackerPropertiesTest {
    private static final double SURE = 0.5;
    private static final Box PICTURE = new Box(0, 0, 450, 300);

    /** Things that walk about, hide, are found with errors, at times that come as they like. */
    private static final class Scene {
        private final Random random;
        private final int things;
        private final double[] x;
        private final double[] y;
        private final double[] speedX;
        private final double[] speedY;
        long micros;

        Scene(long seed) {
            random = new Random(seed);
            things = 1 + random.nextInt(5);
            x = random.doubles(things, 0, 400).toArray();
            y = random.doubles(things, 0, 200).toArray();
            speedX = random.doubles(things, -150, 150).toArray();
            speedY = random.doubles(things, -40, 40).toArray();
        }

        List<Detection> next() {
            double seconds = random.nextInt(8) == 0 ? 1.5 * random.nextDouble() : 0.02 + 0.2 * random.nextDouble();
            micros += Math.round(seconds * 1e6);
            List<Detection> found = new ArrayList<>();
            for (int i = 0; i < things; i++) {
                x[i] += speedX[i] * seconds;
                y[i] += speedY[i] * seconds;
                if (random.nextInt(6) == 0) {
                    continue;
                }
                double score = random.nextInt(4) == 0 ? 0.5 * random.nextDouble() : 0.5 + 0.5 * random.nextDouble();
                found.add(new Detection(
                        i % 3 == 2 ? "car" : "person",
                        score,
                        new Box(
                                x[i] + 4 * random.nextGaussian(),
                                y[i] + 4 * random.nextGaussian(),
                                60 + 2 * random.nextGaussian(),
                                120 + 3 * random.nextGaussian())));
            }
            return found;
        }
    }

    /** Numbers of two trackers that mean the same: each of one stands for one of the other. */
    private static final class Renaming {
        private final Map<Long, Long> there = new HashMap<>();
        private final Map<Long, Long> back = new HashMap<>();

        boolean same(long one, long other) {
            return there.computeIfAbsent(one, any -> other) == other && back.computeIfAbsent(other, any -> one) == one;
        }
    }

    @Test
    void update_anyScene_isAsTheNaiveModelSays() {
        for (long seed = 0; seed < 300; seed++) {
            Scene scene = new Scene(seed);
            Tracker tracker = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
            NaiveTracker naive = new NaiveTracker(TrackOptions.defaults());
            Renaming renaming = new Renaming();
            renaming.same(0, 0);
            for (int picture = 0; picture < 60; picture++) {
                List<Detection> found = scene.next();
                long[] tracks = tracker.update(scene.micros, PICTURE, found, SURE);
                long[] said = naive.update(scene.micros, PICTURE, found, SURE);
                for (int i = 0; i < tracks.length; i++) {
                    assertThat(renaming.same(tracks[i], said[i]))
                            .as(
                                    "scene %s, picture %s: %s, and the model says %s",
                                    seed, picture, Arrays.toString(tracks), Arrays.toString(said))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void update_anyScene_givesEachNumberOnceAPictureAndNeverToAnotherLabel() {
        for (long seed = 1000; seed < 1100; seed++) {
            Scene scene = new Scene(seed);
            Tracker tracker = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
            Set<String> owners = new HashSet<>();
            long most = 0;
            for (int picture = 0; picture < 60; picture++) {
                List<Detection> found = scene.next();
                long[] tracks = tracker.update(scene.micros, PICTURE, found, SURE);
                long[] given = Arrays.stream(tracks).filter(track -> track != 0).toArray();
                assertThat(given).doesNotHaveDuplicates();
                for (int i = 0; i < tracks.length; i++) {
                    most = Math.max(most, tracks[i]);
                    if (tracks[i] != 0) {
                        owners.add(tracks[i] + " " + found.get(i).label());
                    }
                }
            }
            assertThat(owners).as("numbers from 1, each of one label").hasSize((int) most);
        }
    }

    @Test
    void update_orderOfDetections_doesNotMatter() {
        for (long seed = 2000; seed < 2100; seed++) {
            Scene scene = new Scene(seed);
            Tracker forth = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
            Tracker back = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
            Renaming renaming = new Renaming();
            renaming.same(0, 0);
            for (int picture = 0; picture < 60; picture++) {
                List<Detection> found = scene.next();
                List<Detection> turned = new ArrayList<>(found);
                Collections.reverse(turned);
                long[] one = forth.update(scene.micros, PICTURE, found, SURE);
                long[] other = back.update(scene.micros, PICTURE, turned, SURE);
                for (int i = 0; i < one.length; i++) {
                    assertThat(renaming.same(one[i], other[one.length - 1 - i]))
                            .as("scene %s, picture %s", seed, picture)
                            .isTrue();
                }
            }
        }
    }
}
