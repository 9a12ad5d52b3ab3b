package dev.osprey.engine.event;

import static dev.osprey.engine.event.EventType.RULE_CLEARED;
import static dev.osprey.engine.event.EventType.RULE_RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Set<String> ALL = Set.of();

    private static Spot at(double x) {
        return new Spot(x, 0.9);
    }

    private static Spot walk(double seconds) {
        return seconds > 10 ? null : at(seconds / 10);
    }

    private static List<String> rules(Play play) {
        return play.lines(RULE_RAISED, RULE_CLEARED);
    }

    @Test
    void entered_left_crossed_areRaisedOnceAndSevere() {
        Play play = new Play(Scenes.of(
                        Scenes.rule("in", new Condition.Entered("counter", ALL)),
                        Scenes.rule("out", new Condition.Left("counter", ALL)),
                        Scenes.rule("over", new Condition.Crossed("middle", Optional.empty(), ALL)),
                        Scenes.rule("back", new Condition.Crossed("middle", Optional.of(Direction.RIGHT_TO_LEFT), ALL)),
                        Scenes.rule("cats", new Condition.Entered("counter", Set.of("cat")))))
                .person(1, RulesTest::walk)
                .until(15, 10);
        assertThat(rules(play))
                .containsExactly(
                        "3 rule.raised in #1 counter",
                        "5.1 rule.raised over #1 middle left-to-right",
                        "7 rule.raised out #1 counter 4");
        assertThat(play.told.stream()
                        .filter(event -> event.type() == RULE_RAISED)
                        .map(Event::severity))
                .containsOnly(Severity.ALERT);
    }

    @Test
    void dwelt_eachWhoStays_isRaisedAndClearedForEach() {
        Play play = new Play(Scenes.of(
                        Scenes.rule("waits", new Condition.Dwelt("counter", Set.of("person"), Duration.ofSeconds(3)))))
                .person(1, seconds -> seconds < 8 ? at(0.4) : at(0.1))
                .person(2, seconds -> seconds < 1 ? at(0.1) : at(0.6))
                .thing(3, "cat", 0.9, seconds -> at(0.5))
                .person(4, seconds -> seconds < 2 ? at(0.5) : at(0.9))
                .until(10, 10)
                .close("stopped");
        assertThat(rules(play))
                .containsExactly(
                        "3 rule.raised waits #1 counter 3",
                        "4 rule.raised waits #2 counter 3",
                        "8 rule.cleared waits #1 counter 3",
                        "10 rule.cleared waits #2 counter 3 (stopped)");
    }

    @Test
    void count_aboveForAWhile_isRaisedAndCleared() {
        Play play = new Play(Scenes.of(Scenes.rule(
                        "crowd", new Condition.Count("counter", Scenes.above(1, 0), Duration.ofSeconds(2)))))
                .person(1, seconds -> at(0.4))
                .person(2, seconds -> seconds < 5 || seconds > 12 ? null : at(0.6))
                .person(3, seconds -> seconds < 20 ? null : at(seconds < 21.5 ? 0.6 : 0.1)) // too short
                .until(25, 10);
        assertThat(rules(play)).containsExactly("7.3 rule.raised crowd counter 2", "17.2 rule.cleared crowd counter 2");
    }

    @Test
    void count_below_isRaisedWhenNobodyIsThere() {
        Play play = new Play(Scenes.of(Scenes.rule(
                        "empty",
                        new Condition.Count(
                                "counter",
                                new Condition.Bounds(OptionalDouble.empty(), OptionalDouble.of(1), 0),
                                Duration.ofSeconds(5)))))
                .person(1, seconds -> seconds < 10 ? null : at(0.4))
                .until(20, 10);
        assertThat(rules(play)).containsExactly("5 rule.raised empty counter 0", "15.3 rule.cleared empty counter 0");
    }

    private static Finding text(String words) {
        return Finding.of(new Result.TextRegion(
                words, 0.9, new Region(new Point(1, 1), new Point(9, 1), new Point(9, 5), new Point(1, 5))));
    }

    @Test
    void text_readTwice_isRaisedOnceAndClearedWhenItIsGone() {
        Play play = new Play(Scenes.of(Scenes.rule("stop", new Condition.Text(Optional.empty(), "STOP.*"))))
                .also(seconds -> Map.of(
                        "text",
                        seconds == 1
                                ? List.of(text("STOPP"))
                                : seconds < 2 || seconds > 10
                                        ? List.of()
                                        : seconds == 5
                                                ? List.of(text("STQP"), text("EXIT"))
                                                : List.of(text("STOP 1"), text("EXIT"), text("NONSTOP"))))
                .until(20, 2);
        assertThat(rules(play)).containsExactly("2.5 rule.raised stop \"STOP 1\"", "13 rule.cleared stop \"STOP 1\"");
    }

    private static Map<String, List<Finding>> gauge(double number) {
        return Map.of("gauge", List.of(Finding.of(new Result.Value("pressure", number, "bar"))));
    }

    @Test
    void value_aboveWithHysteresis_isRaisedOnce() {
        Rule high = Scenes.rule(
                "high",
                new Condition.Value(
                        Optional.of("gauge"), Optional.of("pressure"), Scenes.above(3, 0.5), Duration.ofSeconds(2)));
        Play play = new Play(Scenes.of(high))
                .also(seconds -> seconds < 5
                        ? gauge(seconds % 2 < 1 ? 3.1 : 2.9) // never for long
                        : seconds < 15 ? gauge(seconds % 2 < 1 ? 3.1 : 2.6) : gauge(seconds < 20 ? 3.2 : 2.4))
                .until(30, 2);
        assertThat(rules(play))
                .containsExactly("16 rule.raised high 3.2 \"pressure\"", "22 rule.cleared high 3.2 \"pressure\"");
    }

    @Test
    void classified_byManyLooks_isVotedOverTheTrack() {
        Rule bare = Scenes.rule("bare", new Condition.Classified(Optional.of("hat"), Set.of("no hat"), Duration.ZERO));
        Play play = new Play(Scenes.of(bare))
                .person(1, seconds -> seconds > 8 ? null : at(0.4))
                .person(2, seconds -> at(0.6))
                .also(seconds -> seconds > 8
                        ? Map.of()
                        : Map.of(
                                "hat",
                                List.of(
                                        Play.ofTrack(1, new Result.Classification("no hat", 0.9)),
                                        Play.ofTrack(
                                                2, new Result.Classification(seconds == 3 ? "no hat" : "hat", 0.9)))))
                .until(14, 2);
        assertThat(rules(play))
                .containsExactly(
                        "1 rule.raised bare #1 \"no hat\"", "12 rule.cleared bare #1 \"no hat\" (not seen any more)");
    }

    /** With `per-track` an answer stands on the pictures between: it is one answer, however often it is repeated. */
    @Test
    void classified_answerRepeated_isOneVote() {
        Rule bare = Scenes.rule("bare", new Condition.Classified(Optional.of("hat"), Set.of("no hat"), Duration.ZERO));
        Play play = new Play(Scenes.of(bare))
                .person(1, seconds -> at(0.4))
                .also(seconds -> Map.of("hat", List.of(Play.ofTrack(1, new Result.Classification("no hat", 0.9)))))
                .until(1, 2)
                .repeating("hat")
                .until(10, 2);
        assertThat(rules(play)).isEmpty();
        assertThat(rules(play.repeating().until(11, 2))).containsExactly("10 rule.raised bare #1 \"no hat\"");
    }

    @Test
    void text_answerRepeated_isReadOnce() {
        Play play = new Play(Scenes.of(Scenes.rule("stop", new Condition.Text(Optional.empty(), "STOP"))))
                .also(seconds -> Map.of("text", List.of(text("STOP"))))
                .until(0.5, 2)
                .repeating("text")
                .until(5, 2);
        assertThat(rules(play)).isEmpty();
        assertThat(rules(play.repeating().until(6, 2))).containsExactly("5 rule.raised stop \"STOP\"");
    }

    @Test
    void attribute_ofATrack_isVotedToo() {
        Rule red = Scenes.rule("red", new Condition.Attribute(Optional.empty(), "colour", "red|pink", Duration.ZERO));
        Play play = new Play(Scenes.of(red))
                .person(1, seconds -> at(0.4))
                .also(seconds ->
                        Map.of("look", List.of(Play.ofTrack(1, new Result.Attributes(Map.of("colour", "red"))))))
                .until(5, 2);
        assertThat(rules(play)).containsExactly("1 rule.raised red #1 \"red\"");
    }

    @Test
    void classified_wholePicture_holdsForAWhile() {
        Rule rain = Scenes.rule(
                "rain", new Condition.Classified(Optional.of("scene"), Set.of("rain"), Duration.ofSeconds(3)));
        Play play = new Play(Scenes.of(rain))
                .also(seconds -> Map.of(
                        "scene",
                        List.of(
                                Finding.of(new Result.Classification("fog", 0.1)),
                                Finding.of(new Result.Classification(
                                        seconds >= 2 && seconds < 10 ? "rain" : "sun", 0.9)))))
                .until(20, 2);
        assertThat(rules(play)).containsExactly("5 rule.raised rain \"rain\"", "13 rule.cleared rain \"rain\"");
    }

    @Test
    void lost_forLongerThanAllowed_isRaisedAndClearedWhenBack() {
        Play play = new Play(Scenes.of(Scenes.rule("gone", new Condition.Lost(Duration.ofSeconds(30)))))
                .state(CameraState.LIVE, "")
                .quiet(5)
                .state(CameraState.LOST, "refused")
                .quiet(20)
                .state(CameraState.LIVE, "")
                .quiet(30)
                .state(CameraState.LOST, "refused")
                .quiet(70)
                .state(CameraState.LIVE, "");
        assertThat(rules(play)).containsExactly("60 rule.raised gone (refused)", "70 rule.cleared gone");
    }

    @Test
    void schedule_opensAndCloses_raisesAndClears() {
        Rule rule = Scenes.rule("waits", new Condition.Dwelt("counter", ALL, Duration.ofSeconds(3)), "Mo 09:01-09:02");
        Play play = new Play(Scenes.of(rule)).person(1, seconds -> at(0.5)).until(150, 2);
        assertThat(rules(play))
                .containsExactly(
                        "60 rule.raised waits #1 counter 60",
                        "120 rule.cleared waits #1 counter 60 (the rule's schedule is over)");
    }

    @Test
    void cooldown_withinIt_isNotRaisedAgain() {
        Rule rule = new Rule(
                "over",
                new Condition.Crossed("middle", Optional.empty(), ALL),
                Severity.WARNING,
                Optional.empty(),
                Duration.ofSeconds(10));
        Play play = new Play(Scenes.of(rule))
                .person(1, seconds -> at(seconds % 4 < 2 ? 0.3 : 0.7))
                .until(20, 10);
        assertThat(rules(play))
                .containsExactly(
                        "2 rule.raised over #1 middle left-to-right", "12 rule.raised over #1 middle right-to-left");
    }

    @Test
    void scene_ruleChanged_isClearedAndTheOthersGoOn() {
        Rule waits = Scenes.rule("waits", new Condition.Dwelt("counter", ALL, Duration.ofSeconds(3)));
        Rule stays = Scenes.rule("stays", new Condition.Dwelt("counter", ALL, Duration.ofSeconds(2)));
        Play play =
                new Play(Scenes.of(waits, stays)).person(1, seconds -> at(0.5)).until(5, 10);
        play.events.scene(Scenes.of(stays));
        play.until(8, 10);
        assertThat(rules(play))
                .containsExactly(
                        "2 rule.raised stays #1 counter 2",
                        "3 rule.raised waits #1 counter 3",
                        "5 rule.cleared waits #1 counter 3 (the rule was changed or removed)");
    }
}
