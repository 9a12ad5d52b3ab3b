package dev.osprey.engine.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrackerTest {
    private static final double SURE = 0.5;
    private static final Box PICTURE = new Box(-100, 0, 1000, 600);

    private final Tracker tracker = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);

    private static Detection person(double x) {
        return new Detection("person", 0.9, new Box(x, 100, 60, 150));
    }

    private static Detection weak(double x) {
        return new Detection("person", 0.2, new Box(x, 100, 60, 150));
    }

    private long[] at(double seconds, Detection... found) {
        return tracker.update(Math.round(seconds * 1e6), PICTURE, List.of(found), SURE);
    }

    @Test
    void update_seenTwice_isFollowedFromTheSecondTimeOn() {
        assertThat(at(0, person(0))).containsExactly(0);
        assertThat(at(0.1, person(5))).containsExactly(1);
        assertThat(at(0.2, person(10))).containsExactly(1);
    }

    @Test
    void update_seenOnceOnly_hasNoNumber() {
        at(0, person(0));
        at(0.1);
        at(0.2, person(400));
        assertThat(at(0.3, person(400))).containsExactly(1);
    }

    @Test
    void update_othersLabel_isAnotherObject() {
        at(0, person(0));
        at(0.1, person(0));
        Detection dog = new Detection("dog", 0.9, person(0).box());
        assertThat(at(0.2, dog)).containsExactly(0);
        assertThat(at(0.3, dog, person(0))).containsExactly(2, 1);
    }

    @Test
    void update_weakDetections_carryOnButDoNotBegin() {
        assertThat(at(0, weak(0))).containsExactly(0);
        assertThat(at(0.1, weak(0))).containsExactly(0);
        at(0.2, person(0));
        at(0.3, person(0));
        assertThat(at(0.4, weak(0))).containsExactly(1);
        assertThat(at(0.5, new Detection("person", 0.05, person(0).box()))).containsExactly(0);
    }

    @Test
    void update_hiddenForAWhile_isTheSameObject() {
        for (int i = 0; i <= 10; i++) {
            at(i / 10.0, person(10 * i));
        }
        for (int i = 11; i < 25; i++) {
            at(i / 10.0);
        }
        assertThat(at(2.5, person(240))).containsExactly(1);
    }

    @Test
    void update_hiddenForLonger_isAnotherObject() {
        at(0, person(0));
        at(0.1, person(0));
        at(0.2);
        at(3.3, person(0));
        assertThat(at(3.4, person(0))).containsExactly(2);
    }

    @Test
    void update_twoPassEachOtherOneHidden_keepTheirNumbers() {
        for (double rate : new double[] {2, 5, 15, 25}) {
            Tracker fresh = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
            Set<Long> right = new HashSet<>();
            Set<Long> left = new HashSet<>();
            for (int i = 0; i <= 6 * rate; i++) {
                double seconds = i / rate;
                double goesRight = 60 * seconds;
                double goesLeft = 380 - 60 * seconds;
                boolean hidden = Math.abs(goesRight - goesLeft) < 40;
                List<Detection> found = new ArrayList<>(List.of(person(goesRight)));
                if (!hidden) {
                    found.add(person(goesLeft));
                }
                long[] tracks = fresh.update(Math.round(seconds * 1e6), PICTURE, found, SURE);
                right.add(tracks[0]);
                if (!hidden) {
                    left.add(tracks[1]);
                }
            }
            assertThat(right).as("at %s a second", rate).containsExactlyInAnyOrder(0L, 1L);
            assertThat(left).as("at %s a second", rate).containsExactlyInAnyOrder(0L, 2L);
        }
    }

    @Test
    void update_twoPassAndTheHiddenOneIsSeenInPart_keepTheirNumbers() {
        for (double rate : new double[] {5, 15, 25}) {
            Tracker fresh = new Tracker(TrackOptions.defaults(), new AtomicLong()::incrementAndGet);
            Set<Long> right = new HashSet<>();
            Set<Long> left = new HashSet<>();
            for (int i = 0; i <= 6 * rate; i++) {
                double seconds = i / rate;
                Box front = new Box(40 * seconds, 100, 60, 150);
                Box back = new Box(240 - 40 * seconds, 102, 60, 146);
                // Of who is behind only what sticks out is found, if it is enough.
                double from = back.right() > front.right() ? Math.max(back.x(), front.right()) : back.x();
                double to = back.x() < front.x() ? Math.min(back.right(), front.x()) : back.right();
                List<Detection> found = new ArrayList<>(List.of(new Detection("person", 0.9, front)));
                if (to - from > 24) {
                    found.add(new Detection("person", 0.7, new Box(from, 102, to - from, 146)));
                }
                long[] tracks = fresh.update(Math.round(seconds * 1e6), PICTURE, found, SURE);
                right.add(tracks[0]);
                if (tracks.length > 1) {
                    left.add(tracks[1]);
                }
            }
            assertThat(right).as("at %s a second", rate).containsExactlyInAnyOrder(0L, 1L);
            assertThat(left).as("at %s a second", rate).containsExactlyInAnyOrder(0L, 2L);
        }
    }

    @Test
    void update_oneLeavesAndAnotherComesInThere_areTwo() {
        for (int i = 0; i <= 10; i++) {
            // Its box grows thinner at the left edge.
            Box out = new Box(PICTURE.x(), 100, 80 - 6 * i, 150);
            at(i / 10.0, new Detection("person", 0.9, out), person(700));
        }
        at(1.1, person(700));
        at(2.2, person(700));
        Detection next = new Detection("person", 0.9, new Box(PICTURE.x(), 100, 30, 150));
        at(2.3, person(700), next);
        assertThat(at(2.4, person(700), next)).containsExactly(2, 3);
    }

    @Test
    void update_rateChanges_followsOn() {
        double[] seconds = {0, 0.04, 0.08, 0.5, 1, 1.5, 1.54, 1.58, 2.5, 2.54};
        Set<Long> numbers = new HashSet<>();
        for (double second : seconds) {
            numbers.add(at(second, person(100 * second))[0]);
        }
        assertThat(numbers).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void rest_nothingMovesForLong_isTheSameObject() {
        at(0, person(0));
        at(0.5, person(0));
        for (int second = 1; second < 600; second++) {
            tracker.rest(second * 1_000_000L);
        }
        assertThat(at(600, person(3))).containsExactly(1);
    }

    @Test
    void rest_objectWasLostBefore_isNotWaitedForForEver() {
        at(0, person(0));
        at(0.5, person(0));
        at(1);
        tracker.rest(60_000_000);
        at(60.5, person(0));
        assertThat(at(61, person(0))).containsExactly(2);
    }

    @Test
    void update_timeGoesBack_beginsAnewWithNewNumbers() {
        at(10, person(0));
        at(10.1, person(0));
        assertThat(at(0, person(0))).containsExactly(0);
        assertThat(at(0.1, person(0))).containsExactly(2);
    }

    @Test
    void update_sameTimeTwice_doesNotFail() {
        at(1, person(0));
        assertThat(at(1, person(0))).containsExactly(1);
        assertThat(at(1, person(1))).containsExactly(1);
    }

    @Test
    void update_moreThanItFollows_followsTheBest() {
        Tracker small = new Tracker(new TrackOptions(0.1, Duration.ofSeconds(3), 2), new AtomicLong()::incrementAndGet);
        List<Detection> three = List.of(
                new Detection("person", 0.7, person(0).box()),
                new Detection("person", 0.6, person(200).box()),
                new Detection("person", 0.8, person(400).box()));
        small.update(0, PICTURE, three, SURE);
        assertThat(small.update(100_000, PICTURE, three, SURE)).containsExactly(1, 0, 2);
    }

    @Test
    void update_flickerEverywhere_staysBounded() {
        Random random = new Random(3);
        AtomicLong numbers = new AtomicLong();
        Tracker busy = new Tracker(TrackOptions.defaults(), numbers::incrementAndGet);
        for (int picture = 0; picture < 60; picture++) {
            List<Detection> found = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Box box = new Box(900 * random.nextDouble(), 500 * random.nextDouble(), 30, 60);
                found.add(new Detection("person", random.nextDouble(), box));
            }
            long[] tracks = busy.update(picture * 66_667L, PICTURE, found, 0);
            assertThat(Arrays.stream(tracks).filter(track -> track != 0).count())
                    .isLessThanOrEqualTo(200);
            assertThat(busy.followed()).isLessThanOrEqualTo(400);
        }
        assertThat(numbers.get()).isPositive();
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> new TrackOptions(1.5, Duration.ZERO, 1))
                .hasMessage("lowScore must be in 0..1, got 1.5");
        assertThatThrownBy(() -> new TrackOptions(0.1, Duration.ofSeconds(-1), 1))
                .hasMessage("lost must be >= 0, got PT-1S");
        assertThatThrownBy(() -> new TrackOptions(0.1, Duration.ZERO, 0)).hasMessage("mostObjects must be >= 1, got 0");
    }
}
