package dev.osprey.server.config;

import static dev.osprey.server.config.ConfigFolder.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.event.Anchor;
import dev.osprey.engine.event.Condition;
import dev.osprey.engine.event.Line;
import dev.osprey.engine.event.ObjectFilter;
import dev.osprey.engine.event.Polygon;
import dev.osprey.engine.event.Rule;
import dev.osprey.engine.event.Scene;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.event.Spot;
import dev.osprey.engine.event.WeekSchedule;
import dev.osprey.engine.event.Zone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zones, lines and rules: what they are read to, what is refused, what the overlay does to them. */
class SceneConfigTest {
    private static final String VALID =
            """
            timezone: Asia/Seoul
            cameras:
              hall:
                source: "rtsp://192.0.2.1/hall"
                pipeline: people
                zones:
                  counter: {polygon: [[.1, .4], [.9, .4], [.9, 1], [.1, 1]], labels: [person]}
                  poster: {polygon: [[0, 0], [.1, 0], [.1, .1]], mask: true}
                lines:
                  middle: {from: [.5, 0], to: [.5, 1], by: centre, min-score: 0.5, min-size: 0.1, min-duration: 1s}
              gate: {source: "rtsp://192.0.2.2/gate", pipeline: people}
            pipelines:
              people: {stages: [look: {}]}
            rules:
              waits: {on: dwelt, zone: hall/counter, for: 3s, severity: alert, schedule: "Mo-Fr 18:00-07:00"}
              crowd: {on: count, zone: hall/counter, above: 3, for: 5s}
              over: {on: crossed, line: hall/middle, direction: left-to-right, cooldown: 10s}
              stop: {on: text, camera: gate, matches: "STOP.*", severity: warning}
              gone: {on: lost, for: 30s}
            """;

    @TempDir
    private Path folder;

    private ConfigFolder config;

    private ConfigStore load(String yaml) throws ConfigException {
        config = new ConfigFolder(folder, yaml);
        ConfigStore store = config.load();
        store.applyWith(next -> {});
        return store;
    }

    private List<String> problems(String yaml) {
        return new ConfigFolder(folder, yaml).problems();
    }

    private static Scene scene(ConfigStore store, String camera) {
        return store.current().cameras().get(camera).scene().scene();
    }

    private static List<String> zones(ConfigStore store) {
        return scene(store, "hall").zones().stream().map(Zone::name).toList();
    }

    @Test
    void load_everything_isWhatTheEngineTakes() throws Exception {
        ConfigStore store = load(VALID);
        Scene hall = scene(store, "hall");
        assertThat(store.current().timezone()).isEqualTo(ZoneId.of("Asia/Seoul"));
        assertThat(hall.timezone()).isEqualTo(ZoneId.of("Asia/Seoul"));
        assertThat(hall.zones())
                .containsExactly(new Zone(
                        "counter",
                        new Polygon(
                                List.of(new Spot(0.1, 0.4), new Spot(0.9, 0.4), new Spot(0.9, 1), new Spot(0.1, 1))),
                        new ObjectFilter(Set.of("person"), Anchor.FOOT, 0, 0, Duration.ZERO, Optional.empty())));
        assertThat(hall.masks()).extracting(Zone::name).containsExactly("poster");
        assertThat(hall.lines())
                .containsExactly(new Line(
                        "middle",
                        new Spot(0.5, 0),
                        new Spot(0.5, 1),
                        new ObjectFilter(Set.of(), Anchor.CENTRE, 0.5, 0.1, Duration.ofSeconds(1), Optional.empty())));
        assertThat(hall.rules()).extracting(Rule::name).containsExactly("waits", "crowd", "over", "gone");
        assertThat(scene(store, "gate").rules()).extracting(Rule::name).containsExactly("stop", "gone");
        assertThat(hall.rules().get(0))
                .isEqualTo(new Rule(
                        "waits",
                        new Condition.Dwelt("counter", Set.of(), Duration.ofSeconds(3)),
                        Severity.ALERT,
                        Optional.of(WeekSchedule.parse("Mo-Fr 18:00-07:00")),
                        Duration.ZERO));
        assertThat(hall.rules().get(1).condition())
                .isEqualTo(new Condition.Count(
                        "counter",
                        new Condition.Bounds(OptionalDouble.of(3), OptionalDouble.empty(), 0),
                        Duration.ofSeconds(5)));
    }

    @Test
    void load_noTimezone_isTheMachines() throws Exception {
        assertThat(load(ConfigFolder.VALID).current().timezone()).isEqualTo(ZoneId.systemDefault());
    }

    @Test
    void load_badShapes_everyProblemAtOnceWithItsPlace() {
        List<String> problems = problems(
                """
                        timezone: Asia/Soul
                        cameras:
                          hall:
                            source: "rtsp://192.0.2.1/hall"
                            zones:
                              few: {polygon: [[0, 0], [1, 1]]}
                              out: {polygon: [[0, 0], [1, 0], [1, 2]]}
                              eight: {polygon: [[0, 0], [1, 1], [1, 0], [0, 1]]}
                              odd: {polygon: [[0, 0], [1], [1, 0]]}
                              late: {polygon: [[0, 0], [1, 0], [1, 1]], schedule: "at night", min-score: 2}
                              "a b": {polygon: [[0, 0], [1, 0], [1, 1]]}
                              typo: {poligon: [[0, 0], [1, 0], [1, 1]]}
                            lines:
                              dot: {from: [.5, .5], to: [.5, .5]}
                              far: {from: [.5, -1]}
                        """);
        assertThat(problems.get(0))
                .startsWith("timezone: unknown time zone; did you mean 'Asia/Seoul'? Known: Asia/Seoul, ")
                .endsWith(" (line 1)");
        assertThat(problems.subList(1, problems.size()))
                .containsExactly(
                        "cameras.hall.zones.a b: a zone's name has 1 to 64 of the characters A-Z a-z 0-9 _ . - and"
                                + " begins with a letter or digit (line 11)",
                        "cameras.hall.zones.few.polygon: needs 3 to 64 corners, got 2 (line 6)",
                        "cameras.hall.zones.out.polygon: corners are fractions of the picture, 0 to 1, got [1.0, 2.0]"
                                + " as number 3 (line 7)",
                        "cameras.hall.zones.eight.polygon: the edge after corner 1 and the one after corner 3 meet:"
                                + " give corners in the order of the outline (line 8)",
                        "cameras.hall.zones.odd.polygon[1]: must be [x, y] in fractions of the picture, got 1 numbers"
                                + " (line 9)",
                        "cameras.hall.zones.late.min-score: must be 0 to 1, got 2.0 (line 10)",
                        "cameras.hall.zones.late.schedule: must be a schedule such as \"Mo-Fr 18:00-07:00; Sa,Su\", with"
                                + " days Mo Tu We Th Fr Sa Su and times from 00:00 to 24:00 (line 10)",
                        "cameras.hall.zones.typo.poligon: unknown key 'poligon'; did you mean 'polygon'? Known: polygon,"
                                + " by, labels, mask, min-score, min-size, schedule, min-duration (line 12)",
                        "cameras.hall.zones.typo.polygon: needs 3 to 64 corners, got 0 (line 12)",
                        "cameras.hall.lines.dot.to: must differ from `from` (line 14)",
                        "cameras.hall.lines.far.from: must be fractions of the picture, 0 to 1, got -1.0 (line 15)",
                        "cameras.hall.lines.far.to: must be [x, y] in fractions of the picture, got 0 numbers"
                                + " (line 15)");
    }

    @Test
    void load_badRules_everyProblemAtOnceWithTheNearestName() {
        String rules =
                """
                rules:
                  a: {on: dwelt, zone: hall/countre, for: 3s}
                  b: {on: dwelt, zone: hal/counter}
                  c: {on: crossed, line: middle}
                  d: {on: entered, zone: hall/poster}
                  e: {on: entered, zone: hall/counter, above: 3}
                  f: {on: count, zone: hall/counter}
                  g: {on: text, matches: "(", camera: gaet}
                  h: {on: enterd, zone: hall/counter}
                  i: {on: lost, for: 48h, schedule: "never"}
                """;
        assertThat(problems(VALID.substring(0, VALID.indexOf("rules:")) + rules))
                .containsExactly(
                        "rules.a.zone: unknown zone of camera hall 'countre'; did you mean 'counter'? Known: counter,"
                                + " poster (line 15)",
                        "rules.b: needs 'for', as it is a rule on dwelt (line 16)",
                        "rules.b.zone: unknown camera 'hal'; did you mean 'hall'? Known: hall, gate (line 16)",
                        "rules.c.line: must be CAMERA/LINE, such as hall/middle (line 17)",
                        "rules.d.zone: 'poster' is a mask: nothing counts in it (line 18)",
                        "rules.e.above: is not for a rule on entered, which has zone, labels (line 19)",
                        "rules.f: needs 'above' or 'below', as it is a rule on count (line 20)",
                        "rules.g.camera: unknown camera 'gaet'; did you mean 'gate'? Known: gate, hall (line 21)",
                        "rules.g.matches: matches must be a regular expression: Unclosed group (line 21)",
                        "rules.h.on: must be one of entered, text, dwelt, left, class, count, crossed, lost, value,"
                                + " attribute; got \"enterd\" (line 22)",
                        "rules.i.for: must be 0s to 1d, got 2d (line 23)",
                        "rules.i.schedule: must be a schedule such as \"Mo-Fr 18:00-07:00; Sa,Su\", with days Mo Tu We"
                                + " Th Fr Sa Su and times from 00:00 to 24:00 (line 23)");
    }

    @Test
    void putShape_newAndChanged_isAppliedKeptAndShown() throws Exception {
        ConfigStore store = load(VALID);
        store.putShape(ShapeKind.ZONES, "hall", "door", json("{'polygon': [[0,0],[0.5,0],[0.5,0.5]]}"));
        store.putShape(ShapeKind.ZONES, "hall", "counter", json("{'polygon': [[0,0],[1,0],[1,1]]}"));
        store.putShape(ShapeKind.LINES, "gate", "kerb", json("{'from': [0,0.5], 'to': [1,0.5]}"));

        assertThat(zones(store)).containsExactly("counter", "door");
        assertThat(scene(store, "hall").zones().get(0).polygon().corners()).hasSize(3);
        assertThat(scene(store, "hall").rules()).hasSize(4);
        SceneConfig shown = store.current().cameras().get("hall").scene();
        assertThat(shown.zones().values())
                .extracting(Shape::name, Shape::origin)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("counter", Origin.OVERLAY),
                        org.assertj.core.groups.Tuple.tuple("poster", Origin.FILE),
                        org.assertj.core.groups.Tuple.tuple("door", Origin.OVERLAY));
        ConfigStore again = config.load();
        assertThat(again.current().cameras().get("hall").scene()).isEqualTo(shown);
        assertThat(again.current().cameras().get("gate").scene().lines()).containsOnlyKeys("kerb");
        assertThat(Files.readString(config.file())).isEqualTo(VALID);
    }

    @Test
    void putShape_wrong_isRefusedAndNothingChanges() throws Exception {
        ConfigStore store = load(VALID);
        OspreyConfig before = store.current();
        assertThatThrownBy(() -> store.putShape(ShapeKind.ZONES, "hall", "z", json("{'polygon': [[0,0]]}")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("cameras.hall.zones.z.polygon: needs 3 to 64 corners, got 1");
        assertThatThrownBy(() -> store.putShape(ShapeKind.ZONES, "nowhere", "z", json("{}")))
                .hasMessage("cameras.nowhere: there is none of this name");
        assertThatThrownBy(() -> store.putShape(
                        ShapeKind.ZONES, "hall", "counter", json("{'polygon': [[0,0],[1,0],[1,1]], 'mask': true}")))
                .hasMessageContaining("rules.waits.zone: 'counter' is a mask: nothing counts in it");
        assertThat(store.current()).isSameAs(before);
        assertThat(config.overlay()).doesNotExist();
    }

    @Test
    void removeShape_ofTheFile_isHiddenUnlessARuleIsAboutIt() throws Exception {
        ConfigStore store = load(VALID);
        store.removeShape(ShapeKind.ZONES, "hall", "poster");
        assertThat(scene(store, "hall").masks()).isEmpty();
        assertThat(config.load().current().cameras().get("hall").scene().zones())
                .containsOnlyKeys("counter");
        assertThatThrownBy(() -> store.removeShape(ShapeKind.ZONES, "hall", "counter"))
                .hasMessageContaining("rules.waits.zone: unknown zone of camera hall 'counter'");
        assertThatThrownBy(() -> store.removeShape(ShapeKind.ZONES, "hall", "poster"))
                .hasMessage("cameras.hall.zones.poster: there is none of this name");
    }

    @Test
    void removeShape_ofTheOverlay_theFilesIsThereAgainOrNone() throws Exception {
        ConfigStore store = load(VALID);
        store.putShape(ShapeKind.ZONES, "hall", "door", json("{'polygon': [[0,0],[0.5,0],[0.5,0.5]]}"));
        store.removeShape(ShapeKind.ZONES, "hall", "door");
        assertThat(zones(store)).containsExactly("counter");
        assertThat(Files.readString(config.overlay())).doesNotContain("door");
    }

    @Test
    void removeCamera_takesItsShapesAlong_andItsRulesSleep() throws Exception {
        ConfigStore store = load(VALID);
        store.putShape(ShapeKind.ZONES, "hall", "door", json("{'polygon': [[0,0],[0.5,0],[0.5,0.5]]}"));
        store.removeCamera("hall");
        assertThat(store.current().cameras()).containsOnlyKeys("gate");
        assertThat(scene(store, "gate").rules()).extracting(Rule::name).containsExactly("stop", "gone");
        assertThat(Files.readString(config.overlay())).doesNotContain("door");
    }

    @Test
    void reload_cameraGoneFromTheFile_itsShapesGoToo() throws Exception {
        ConfigStore store = load(VALID);
        store.putShape(ShapeKind.LINES, "gate", "kerb", json("{'from': [0,0.5], 'to': [1,0.5]}"));
        config.write(ConfigFolder.VALID);
        store.reload();
        assertThat(store.current().cameras()).containsOnlyKeys("hall");
        config.write(VALID);
        store.reload();
        assertThat(store.current().cameras().get("gate").scene().lines()).isEmpty();
    }

    @Test
    void load_overlaysShapeIsWrong_isLeftOutAndTheRestIsKept() throws Exception {
        ConfigStore store = load(VALID);
        store.putCamera("hall", json("{'enabled': false}"));
        store.putShape(ShapeKind.ZONES, "hall", "door", json("{'polygon': [[0,0],[0.5,0],[0.5,0.5]]}"));
        String damaged = Files.readString(config.overlay()).replace("\"polygon\"", "\"poligon\"");
        Files.writeString(config.overlay(), damaged);
        ConfigStore again = config.load();
        assertThat(zones(again)).containsExactly("counter");
        assertThat(again.current().cameras().get("hall").enabled()).isFalse();
        assertThat(again.problems()).isNotEmpty();
        assertThat(again.problems().get(0).path()).startsWith("cameras.hall.zones.door");
    }

    @Test
    void putCamera_wholeCamera_keepsWhatWasDrawn() throws Exception {
        ConfigStore store = load(VALID);
        store.putShape(ShapeKind.ZONES, "gate", "door", json("{'polygon': [[0,0],[0.5,0],[0.5,0.5]]}"));
        store.putCamera("gate", json("{'source': 'rtsp://192.0.2.7/other'}"));
        assertThat(scene(store, "gate").zones()).extracting(Zone::name).containsExactly("door");
    }

    @Test
    void applyWith_zoneChanged_appliesAtOnce() throws Exception {
        ConfigStore store = load(VALID);
        List<OspreyConfig> applied = new ArrayList<>();
        store.applyWith(applied::add);
        store.putShape(ShapeKind.ZONES, "hall", "door", json("{'polygon': [[0,0],[0.5,0],[0.5,0.5]]}"));
        assertThat(applied).hasSize(2);
        assertThat(applied.get(1)).isSameAs(store.current());
    }
}
