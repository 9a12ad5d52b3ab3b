package dev.osprey.engine.event;

import static dev.osprey.engine.event.EventType.LINE_CROSSED;
import static dev.osprey.engine.event.EventType.OBJECT_END;
import static dev.osprey.engine.event.EventType.OBJECT_NEW;
import static dev.osprey.engine.event.EventType.OBJECT_UPDATE;
import static dev.osprey.engine.event.EventType.ZONE_COUNT;
import static dev.osprey.engine.event.EventType.ZONE_DWELT;
import static dev.osprey.engine.event.EventType.ZONE_ENTERED;
import static dev.osprey.engine.event.EventType.ZONE_LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Finding;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraEventsTest {
    private static Spot at(double x) {
        return new Spot(x, 0.9);
    }

    /** From left to right, ten seconds for the whole width. */
    private static Spot walk(double seconds) {
        return seconds > 10 ? null : at(seconds / 10);
    }

    @Test
    void analysed_oneWalksThrough_allOfItInOrderAndOnce() {
        Play play = new Play(Scenes.of()).person(7, CameraEventsTest::walk).until(15, 10);
        assertThat(play.lines(OBJECT_NEW, OBJECT_END, ZONE_ENTERED, ZONE_LEFT, ZONE_COUNT, LINE_CROSSED))
                .containsExactly(
                        "0.3 object.new #7",
                        "3 zone.entered #7 counter",
                        "3.2 zone.count counter 1",
                        "5.1 line.crossed #7 middle left-to-right",
                        "7 zone.left #7 counter 4",
                        "7.2 zone.count counter 0",
                        "13.2 object.end #7 (not seen any more)");
    }

    /** The same walk, looked at as often as it may be: nothing is missing, nothing is told twice. */
    @ParameterizedTest
    @ValueSource(doubles = {25, 15, 5, 2})
    void analysed_anyRate_theSameStory(double rate) {
        Play play = new Play(Scenes.of())
                .person(1, CameraEventsTest::walk)
                .person(2, seconds -> seconds > 10 ? null : at(1 - seconds / 10))
                .until(16, rate);
        assertThat(play.told.stream()
                        .filter(event ->
                                event.subject().filter(s -> s.track() == 2).isPresent())
                        .map(Event::type)
                        .filter(type -> type != OBJECT_UPDATE))
                .containsExactly(OBJECT_NEW, ZONE_ENTERED, LINE_CROSSED, ZONE_LEFT, OBJECT_END);
        assertThat(play.told.stream()
                        .filter(event -> event.type() == LINE_CROSSED)
                        .map(event -> event.direction().orElseThrow()))
                .containsExactlyInAnyOrder(Direction.LEFT_TO_RIGHT, Direction.RIGHT_TO_LEFT);
    }

    @Test
    void analysed_flicker_isNeverTold() {
        Play play = new Play(Scenes.of())
                .person(1, seconds -> seconds < 0.25 ? at(0.5) : null) // three looks in a fifth of a second
                .person(2, seconds -> seconds == 5 || seconds == 8 ? at(0.5) : null) // two far apart
                .until(20, 10);
        assertThat(play.told).isEmpty();
        assertThat(play.events.open()).isZero();
    }

    @Test
    void analysed_fewLooks_twoAreEnough() {
        Play play = new Play(Scenes.of()).person(1, seconds -> at(0.1)).until(3, 1);
        assertThat(play.lines()).containsExactly("1 object.new #1");
    }

    /** What it did before it was sure is told then, with the times at which it was. */
    @Test
    void analysed_entersBeforeItIsSure_isToldWithItsOwnTime() {
        Play play = new Play(Scenes.of()).person(1, seconds -> at(0.6)).until(1, 10);
        assertThat(play.lines())
                .containsExactly("0.3 object.new #1", "0 zone.entered #1 counter", "0.3 zone.count counter 1");
    }

    @Test
    void analysed_missedForAWhile_staysTheSameObject() {
        Play play = new Play(Scenes.of())
                .person(1, seconds -> seconds > 2 && seconds < 4.5 ? null : at(0.5))
                .until(6, 10);
        assertThat(play.lines(OBJECT_NEW, OBJECT_END, ZONE_LEFT)).containsExactly("0.3 object.new #1");
    }

    /** The detector does not run while nothing moves: whoever stood there still does, and dwells. */
    @Test
    void tick_gateClosed_objectsStayAndDwell() {
        Rule waits = Scenes.rule("waits", new Condition.Dwelt("counter", Set.of(), Duration.ofSeconds(20)));
        Play play = new Play(Scenes.of(waits)).person(1, seconds -> at(0.5)).until(2, 10);
        for (double second = 2; second < 40; second++) {
            play.look(Map.of("motion", List.of())).quiet(second);
        }
        assertThat(play.lines(OBJECT_END, ZONE_DWELT, EventType.RULE_RAISED))
                .containsExactly("20 zone.dwelt #1 counter 20", "20 rule.raised waits #1 counter 20");
    }

    /** Nobody knows what happens before a camera that is lost: stays go on once it is back. */
    @Test
    void tick_cameraLost_nobodyDwells() {
        Rule waits = Scenes.rule("waits", new Condition.Dwelt("counter", Set.of(), Duration.ofSeconds(5)));
        Play play = new Play(Scenes.of(waits))
                .person(1, seconds -> at(0.5))
                .until(2, 10)
                .state(CameraState.LOST, "no packet")
                .quiet(12);
        assertThat(play.lines(ZONE_DWELT, EventType.RULE_RAISED, OBJECT_END)).isEmpty();
        play.state(CameraState.LIVE, "").until(13, 10);
        assertThat(play.lines(ZONE_DWELT, EventType.RULE_RAISED, OBJECT_END))
                .containsExactly("12 zone.dwelt #1 counter 12", "12 rule.raised waits #1 counter 12");
    }

    @Test
    void tick_noPicturesAtAll_endsWhatIsOpen() {
        Play play =
                new Play(Scenes.of()).person(1, seconds -> at(0.5)).until(2, 10).quiet(60);
        assertThat(play.lines(OBJECT_END, ZONE_LEFT, ZONE_COUNT))
                .containsExactly(
                        "0.3 zone.count counter 1",
                        "1.9 zone.left #1 counter 1.9 (no pictures)",
                        "32 object.end #1 (no pictures)",
                        "32 zone.count counter 0");
    }

    @Test
    void analysed_numberComesAgainAfterItsEnd_isAnotherObject() {
        Play play = new Play(Scenes.of())
                .person(1, seconds -> seconds > 2 && seconds < 10 ? null : at(0.1))
                .until(12, 10);
        List<String> ids = play.told.stream()
                .filter(event -> event.type() == OBJECT_NEW)
                .map(event -> event.subject().orElseThrow().object())
                .toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(ids.get(0)).isEqualTo("hall-" + Long.toString(Play.BEGIN.toEpochMilli(), 36) + "-1");
    }

    @Test
    void close_open_endsAllWithTheReason() {
        Play play =
                new Play(Scenes.of()).person(1, seconds -> at(0.5)).until(2, 10).close("the camera was removed");
        assertThat(play.lines(OBJECT_END, ZONE_LEFT, ZONE_COUNT))
                .containsExactly(
                        "0.3 zone.count counter 1",
                        "1.9 zone.left #1 counter 1.9 (the camera was removed)",
                        "2 object.end #1 (the camera was removed)",
                        "2 zone.count counter 0");
    }

    @Test
    void analysed_standsOnTheEdgeAndTrembles_noVolley() {
        Random random = new Random(7);
        Play play = new Play(Scenes.of())
                .person(1, seconds -> at(Math.min(0.3, seconds / 10) + random.nextGaussian() * 0.003))
                .person(2, seconds -> at(Math.min(0.5, seconds / 10) + random.nextGaussian() * 0.003))
                .until(120, 15);
        assertThat(play.lines(ZONE_ENTERED, ZONE_LEFT).stream().filter(line -> line.contains("#1")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(play.lines(LINE_CROSSED)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void analysed_labelOfOneLook_isOutvoted() {
        Play play = new Play(Scenes.of())
                .also(seconds ->
                        Map.of("detect", List.of(Play.found(3, seconds % 1 < 0.15 ? "dog" : "person", 0.6, at(0.1)))))
                .until(6, 10);
        assertThat(play.told.stream().map(event -> event.subject().orElseThrow().label()))
                .hasSizeGreaterThanOrEqualTo(1)
                .last()
                .isEqualTo("person");
        assertThat(play.told.stream()
                        .filter(event -> event.type() == OBJECT_UPDATE)
                        .count())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void update_nothingNew_isSilentAndElsePaced() {
        Play still = new Play(Scenes.of()).person(1, seconds -> at(0.1)).until(30, 10);
        assertThat(still.lines()).containsExactly("0.3 object.new #1");
        Play restless = new Play(Scenes.of())
                .person(1, seconds -> at(0.15 + 0.1 * Math.sin(seconds * 20)))
                .until(30, 10);
        assertThat(restless.lines(OBJECT_UPDATE)).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void analysed_filters_keepOutWhatDoesNotCount() {
        Zone people = Scenes.zone("people", 0, 1, Scenes.filter(Set.of("person"), 0, 0, Duration.ZERO));
        Zone sureOnes = Scenes.zone("sure", 0, 1, Scenes.filter(Set.of(), 0.7, 0, Duration.ZERO));
        Zone large = Scenes.zone("large", 0, 1, Scenes.filter(Set.of(), 0, 0.5, Duration.ZERO));
        Zone patient = Scenes.zone("patient", 0, 1, Scenes.filter(Set.of(), 0, 0, Duration.ofSeconds(5)));
        Play play = new Play(Scenes.of(List.of(people, sureOnes, large, patient), List.of()))
                .thing(1, "cat", 0.5, seconds -> at(0.5))
                .until(8, 10);
        assertThat(play.lines(ZONE_ENTERED)).containsExactly("0 zone.entered #1 patient");
    }

    @Test
    void analysed_inAMask_nothingCounts() {
        Scene scene = new Scene(
                List.of(Scenes.COUNTER),
                List.of(Scenes.MIDDLE),
                List.of(Scenes.zone("poster", 0.4, 0.7, ObjectFilter.ALL)),
                List.of(),
                ZoneOffset.UTC);
        Play poster = new Play(scene).person(1, seconds -> at(0.5)).until(10, 10);
        assertThat(poster.told).isEmpty();
        Play passer = new Play(scene).person(1, CameraEventsTest::walk).until(9, 10);
        assertThat(passer.lines(ZONE_ENTERED, ZONE_LEFT, LINE_CROSSED))
                .containsExactly("3 zone.entered #1 counter", "4 zone.left #1 counter 1");
    }

    @Test
    void analysed_zoneOutsideItsHours_opensAndCloses() {
        ObjectFilter morning = new ObjectFilter(
                Set.of(), Anchor.FOOT, 0, 0, Duration.ZERO, Optional.of(WeekSchedule.parse("Mo 09:01-09:02")));
        Play play = new Play(Scenes.of(List.of(Scenes.zone("z", 0, 1, morning)), List.of()))
                .person(1, seconds -> at(0.5))
                .until(150, 2);
        assertThat(play.lines(ZONE_ENTERED, ZONE_LEFT))
                .containsExactly("60 zone.entered #1 z", "120 zone.left #1 z 60 (the zone's schedule is over)");
    }

    @Test
    void scene_changedWhileRunning_openObjectsGoOn() {
        Play play = new Play(Scene.EMPTY).person(1, seconds -> at(0.5)).until(2, 10);
        play.events.scene(Scenes.of());
        play.until(4, 10);
        play.events.scene(Scene.EMPTY);
        play.until(5, 10);
        assertThat(play.lines(OBJECT_NEW, OBJECT_END, ZONE_ENTERED, ZONE_LEFT))
                .containsExactly(
                        "0.3 object.new #1",
                        "2 zone.entered #1 counter",
                        "4 zone.left #1 counter 2 (the zone was removed)");
    }

    @Test
    void state_lostAndBack_isToldOnceEach() {
        Play play = new Play(Scenes.of())
                .state(CameraState.LIVE, "")
                .state(CameraState.LOST, "no packet for 5s")
                .state(CameraState.LOST, "no packet for 5s")
                .state(CameraState.LIVE, "");
        assertThat(play.lines()).containsExactly("0 camera.lost (no packet for 5s)", "0 camera.back");
        assertThat(play.told.get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void analysed_moreObjectsThanItHolds_theRestIsPassedOver() {
        Play play = new Play(Scene.EMPTY);
        for (int i = 1; i <= CameraEvents.MOST_OBJECTS + 50; i++) {
            play.person(i, seconds -> at(0.5));
        }
        play.until(1, 10);
        assertThat(play.events.open()).isEqualTo(CameraEvents.MOST_OBJECTS);
    }

    /** Every event about an object stands between its new and its end, whatever happens. */
    @Test
    void analysed_randomScene_everyLifeIsWhole() {
        Random random = new Random(42);
        Play play = new Play(Scenes.of());
        for (int i = 0; i < 900; i++) {
            List<Finding> found = random.ints(12, 1, 20)
                    .distinct()
                    .mapToObj(track ->
                            Play.found(track, random.nextInt(9) == 0 ? "dog" : "person", 0.5, at(random.nextDouble())))
                    .toList();
            play.look(Map.of("detect", random.nextInt(200) == 0 ? List.of() : found))
                    .quiet(i * 0.2);
        }
        play.close("done");
        Set<String> open = new HashSet<>();
        Set<String> inside = new HashSet<>();
        for (Event event : play.told) {
            if (event.subject().isEmpty()) {
                continue;
            }
            String id = event.subject().get().object();
            switch (event.type()) {
                case OBJECT_NEW -> assertThat(open.add(id)).isTrue();
                case OBJECT_END -> assertThat(open.remove(id)).isTrue();
                case ZONE_ENTERED -> assertThat(inside.add(id)).isTrue();
                case ZONE_LEFT -> assertThat(inside.remove(id)).isTrue();
                default -> assertThat(open).contains(id);
            }
        }
        assertThat(play.told).hasSizeGreaterThan(100);
        assertThat(open).isEmpty();
        assertThat(inside).isEmpty();
    }
}
