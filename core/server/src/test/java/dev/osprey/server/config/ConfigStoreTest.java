package dev.osprey.server.config;

import static dev.osprey.server.config.ConfigFolder.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStoreTest {
    @TempDir
    private Path folder;

    private ConfigFolder config;
    private ConfigStore store;
    private final List<OspreyConfig> applied = new ArrayList<>();

    @BeforeEach
    void load() throws ConfigException {
        config = new ConfigFolder(folder, ConfigFolder.VALID).with("LOGIN", "joe:secret");
        store = config.load();
        store.applyWith(applied::add);
    }

    private CameraConfig camera(String id) {
        return store.current().cameras().get(id);
    }

    @Test
    void applyWith_atOnce_appliesWhatIsCurrent() {
        assertThat(applied).containsExactly(store.current());
    }

    @Test
    void putCamera_new_isAppliedAndKept() throws Exception {
        store.putCamera("gate", json("{'source': 'rtsp://192.0.2.2/gate', 'pipeline': 'people'}"));

        assertThat(applied.get(1).cameras()).containsKeys("hall", "gate");
        assertThat(camera("gate").origin()).isEqualTo(Origin.OVERLAY);
        assertThat(config.load().current().cameras()).containsOnlyKeys("hall", "gate");
        assertThat(Files.readString(config.file())).isEqualTo(ConfigFolder.VALID);
    }

    @Test
    void putCamera_overlayFile_isItsOwnersAlone() throws Exception {
        store.putCamera("gate", json("{'source': 'rtsp://192.0.2.2/gate'}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.overlay())))
                .isEqualTo("rw-------");
        try (var files = Files.list(config.data())) {
            assertThat(files).containsExactly(config.overlay());
        }
    }

    @Test
    void putCamera_ofTheFile_winsAndIsShownAsSuch() throws Exception {
        store.putCamera("hall", json("{'source': 'rtsp://192.0.2.9/other'}"));

        assertThat(camera("hall").streams().get(0).source()).hasToString("rtsp://192.0.2.9/other");
        assertThat(camera("hall").pipeline()).isNull();
        assertThat(camera("hall").origin().text()).isEqualTo("overlay");
    }

    @Test
    void putCamera_withoutSource_changesSomeKeysOnly() throws Exception {
        store.putCamera("hall", json("{'enabled': false}"));

        assertThat(camera("hall").streams().get(0).source()).hasToString("rtsp://192.0.2.1/hall");
        assertThat(camera("hall").pipeline()).isEqualTo("people");
        assertThat(camera("hall").enabled()).isFalse();

        store.putCamera("hall", json("{'pipeline': null}"));
        assertThat(camera("hall").pipeline()).isNull();
        assertThat(camera("hall").enabled()).isFalse();
    }

    @Test
    void putCamera_asShown_keepsPasswordAndFileScheme() throws Exception {
        config.write(ConfigFolder.VALID.replace("rtsp://", "rtsp://${env:LOGIN}@"));
        store.reload();
        assertThat(camera("hall").shown().toString())
                .isEqualTo(json("{'source':'rtsp://***@192.0.2.1/hall','pipeline':'people','enabled':true}")
                        .toString());
        var before = camera("hall").streams();

        store.putCamera("hall", json("{'source':'rtsp://***@192.0.2.1/hall','enabled':true}"));

        assertThat(camera("hall").streams()).isEqualTo(before);
        assertThat(camera("hall").pipeline()).isNull();
        assertThat(Files.readString(config.overlay())).doesNotContain("secret");
    }

    @Test
    void putCamera_maskedButOtherwiseChanged_isRefused() {
        assertThatThrownBy(() -> store.putCamera("hall", json("{'source':'rtsp://***@192.0.2.66/hall'}")))
                .hasMessage("cameras.hall.source: is masked in part (***): write it out, or leave it as it was shown");
    }

    @Test
    void putCamera_secretOrLocalSource_isRefused() {
        assertThatThrownBy(() -> store.putCamera("x", json("{'source':'http://192.0.2.66/${env:LOGIN}'}")))
                .hasMessage("cameras.x: secrets (${env:NAME}, ${file:PATH}) can be named in the file only");
        assertThatThrownBy(() -> store.putCamera("x", json("{'source':'file:/etc/passwd'}")))
                .hasMessageStartingWith("cameras.x.source: a source of 'file:' is not allowed");
        assertThat(config.overlay()).doesNotExist();
    }

    @Test
    void putCamera_threeMistakes_allNamedAndNothingApplied() {
        assertThatThrownBy(() ->
                        store.putCamera("B!", json("{'source':'rtsp://192.0.2.2/a','pipeline':'none','colour':'red'}")))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .extracting(Problem::path)
                        .containsExactlyInAnyOrder("cameras.B!", "cameras.B!.pipeline", "cameras.B!.colour"));
        assertThat(applied).hasSize(1);
    }

    @Test
    void putCamera_applierRefuses_nothingIsKept() throws Exception {
        OspreyConfig before = store.current();
        ConfigException refusal = new ConfigException("pipelines.people", "does not load");
        boolean[] refuse = {false};
        store.applyWith(next -> {
            if (refuse[0]) {
                throw refusal;
            }
        });
        refuse[0] = true;

        assertThatThrownBy(() -> store.putCamera("gate", json("{'source': 'rtsp://192.0.2.2/gate'}")))
                .isSameAs(refusal);

        assertThat(store.current()).isSameAs(before);
        assertThat(config.overlay()).doesNotExist();
    }

    @Test
    void putCamera_overlayCannotBeWritten_isTakenBack() throws Exception {
        OspreyConfig before = store.current();
        Files.writeString(config.data(), "a file where the folder should be");

        assertThatThrownBy(() -> store.putCamera("gate", json("{'source': 'rtsp://192.0.2.2/gate'}")))
                .hasMessageStartingWith("the change cannot be kept, so that it was taken back: " + config.overlay());

        assertThat(store.current()).isSameAs(before);
        assertThat(applied.get(applied.size() - 1)).isSameAs(before);
    }

    @Test
    void removeCamera_ofTheFile_staysAwayAfterARestart() throws Exception {
        store.removeCamera("hall");
        assertThat(store.current().cameras()).isEmpty();
        assertThat(config.load().current().cameras()).isEmpty();

        store.putCamera("hall", json("{'source': 'rtsp://192.0.2.2/hall'}"));
        assertThat(camera("hall").origin()).isEqualTo(Origin.OVERLAY);
    }

    @Test
    void removeCamera_ofTheOverlay_leavesNoTrace() throws Exception {
        store.putCamera("gate", json("{'source': 'rtsp://192.0.2.2/gate'}"));
        store.removeCamera("gate");
        assertThat(json(Files.readString(config.overlay()))).isEqualTo(json("{'cameras': {}}"));
    }

    @Test
    void removeCamera_unknown_isRefused() {
        assertThatThrownBy(() -> store.removeCamera("nope")).hasMessage("cameras.nope: there is none of this name");
    }

    @Test
    void putPipeline_valid_winsOverTheFiles() throws Exception {
        store.putPipeline("people", json("{'stages': [{'look': {'find': 'cat'}}]}"));
        assertThat(store.current().pipelines().get("people").origin()).isEqualTo(Origin.OVERLAY);
        assertThat(config.load().current().pipelines().get("people").source().toString())
                .contains("cat");
    }

    @Test
    void removePipeline_inUse_isRefused() {
        assertThatThrownBy(() -> store.removePipeline("people"))
                .hasMessageStartingWith("cameras.hall.pipeline: unknown pipeline 'people'");
        assertThat(store.current().pipelines()).containsKey("people");
    }

    @Test
    void reload_badFile_oldOneGoesOnAndSaysWhy() throws Exception {
        OspreyConfig before = store.current();
        config.write("cameras: {hall: {}}\n");
        assertThatThrownBy(() -> store.reload()).isInstanceOf(ConfigException.class);

        assertThat(store.current()).isSameAs(before);
        assertThat(store.problems()).extracting(Problem::path).containsExactly("cameras.hall");
        assertThat(applied).hasSize(1);

        config.write(ConfigFolder.VALID);
        store.reload();
        assertThat(store.problems()).isEmpty();
    }

    @Test
    void reload_listenChanged_saysThatItTakesARestart() throws Exception {
        config.write(ConfigFolder.VALID.replace("127.0.0.1:0", "127.0.0.1:9"));
        store.reload();
        assertThat(store.problems())
                .containsExactly(
                        new Problem("server", "what is read at the start only has changed: it takes a restart"));
    }

    @Test
    void reload_cameraThatTheOverlayChangedIsGone_isGone() throws Exception {
        store.putCamera("hall", json("{'enabled': false}"));
        config.write("cameras: {}\n");
        store.reload();
        assertThat(store.current().cameras()).isEmpty();
    }

    @Test
    void load_damagedOverlay_isSetAsideInWords() throws Exception {
        Files.createDirectories(config.data());
        Files.writeString(config.overlay(), "{\"cameras\": [");

        ConfigStore next = config.load();
        assertThat(config.overlay()).as("reading alone moves nothing").exists();
        next.applyWith(applied::add);

        Path aside = config.data().resolve("overlay.json.aside-1");
        assertThat(next.current().cameras()).containsOnlyKeys("hall");
        assertThat(next.problems())
                .extracting(Problem::toString)
                .containsExactly("left out of what page and API changed: " + config.overlay() + " is damaged: it should"
                        + " hold what was changed through page and API, as JSON (kept in " + aside
                        + "; delete that file once it is dealt with)");
        assertThat(config.overlay()).doesNotExist();
        assertThat(Files.readString(aside)).isEqualTo("{\"cameras\": [");
    }

    @Test
    void load_overlayTooLarge_isSetAside() throws Exception {
        Files.createDirectories(config.data());
        Files.writeString(config.overlay(), " ".repeat((int) Overlay.MAX_BYTES + 1));
        assertThat(config.load().current().cameras()).containsOnlyKeys("hall");
        assertThat(config.load().problems()).hasSize(1);
    }

    @Test
    void load_overlayEntryThatDoesNotGoWithTheFile_isLeftOutAlone() throws Exception {
        store.putCamera("gate", json("{'source': 'rtsp://192.0.2.2/gate', 'pipeline': 'people'}"));
        store.putCamera("yard", json("{'source': 'rtsp://192.0.2.3/yard'}"));
        config.write("cameras: {}\n");

        ConfigStore next = config.load();
        next.applyWith(applied::add);

        assertThat(next.current().cameras()).containsOnlyKeys("yard");
        assertThat(next.problems())
                .singleElement()
                .asString()
                .startsWith("cameras.gate.pipeline: left out of what page and API changed: unknown pipeline 'people'");
        assertThat(json(Files.readString(config.overlay())).path("cameras").has("gate"))
                .isFalse();
        assertThat(json(Files.readString(config.data().resolve("overlay.json.aside-1")))
                        .path("cameras")
                        .has("gate"))
                .isTrue();
    }

    @Test
    void putCamera_overlayWouldBeTooLargeToRead_isRefused() throws Exception {
        String source = "rtsp://192.0.2.2/" + "x".repeat(4_000);
        int fits = (int) Overlay.MAX_BYTES / 4_100;
        ObjectNode full = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < fits; i++) {
            full.withObject("/cameras/c" + i).put("source", source);
        }
        Files.createDirectories(config.data());
        Files.writeString(config.overlay(), full.toString());
        ConfigStore next = config.load();
        next.applyWith(applied::add);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        next.putCamera("more" + i, json("{'source': '" + source + "'}"));
                    }
                })
                .hasMessageStartingWith("what page and API changed must be at most 4194304 bytes altogether");

        assertThat(config.load().problems()).isEmpty();
    }

    @Test
    void putCamera_sixtyThousandKeys_isRefusedBeforeAnyWork() {
        ObjectNode many = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 60_000; i++) {
            many.put("key" + i, i);
        }
        assertThatThrownBy(() -> store.putCamera("hall", many))
                .hasMessage("cameras.hall: must hold at most 2000 values");
        assertThat(applied).hasSize(1);
    }

    @Test
    void putPipeline_deepOrLong_isRefusedBeforeAnyWork() {
        JsonNode deep = JsonNodeFactory.instance.textNode("x");
        for (int i = 0; i < 20; i++) {
            deep = JsonNodeFactory.instance.arrayNode().add(deep);
        }
        JsonNode nested = deep;
        assertThatThrownBy(() -> store.putPipeline("p", nested))
                .hasMessage("pipelines.p: must be nested at most 16 levels deep");
        assertThatThrownBy(() -> store.putPipeline("p", json("{'" + "k".repeat(129) + "': 1}")))
                .hasMessage("pipelines.p: a key in it must have at most 128 characters, but has 129");
        assertThatThrownBy(() -> store.putPipeline("p", json("{'a': '" + "k".repeat(16_385) + "'}")))
                .hasMessage("pipelines.p: a text in it must have at most 16384 characters, but has 16385");
    }

    @Test
    void reload_listenChangedAndTheCamerasAfterwards_stillTakesARestart() throws Exception {
        String moved = ConfigFolder.VALID.replace("127.0.0.1:0", "127.0.0.1:9");
        config.write(moved);
        store.reload();
        config.write(moved.replace("/hall", "/other"));
        store.reload();
        assertThat(store.problems()).extracting(Problem::path).containsExactly("server");

        config.write(ConfigFolder.VALID);
        store.reload();
        assertThat(store.problems()).isEmpty();
    }

    @Test
    void reload_sourcesChanged_isAppliedWithoutARestart() throws Exception {
        config.write(ConfigFolder.VALID.replace(
                "{listen: \"127.0.0.1:0\"}", "{listen: \"127.0.0.1:0\", sources: {allow: [192.0.2.0/24]}}"));
        store.reload();
        assertThat(store.problems()).isEmpty();
        assertThat(camera("hall").streams().get(0).gate().objection("rtsp", "10.0.0.1"))
                .isPresent();
    }

    @Test
    void putCamera_loopbackOrMetadata_isRefusedUnlessTheFileAllowsIt() throws Exception {
        assertThatThrownBy(() -> store.putCamera("gate", json("{'source': 'http://127.0.0.1:8080/a'}")))
                .hasMessageStartingWith("cameras.gate.source: 127.0.0.1 is this machine itself");
        assertThatThrownBy(() -> store.putCamera("gate", json("{'source': 'http://169.254.169.254/latest'}")))
                .hasMessageContaining("no source may be there");

        config.write(ConfigFolder.VALID.replace(
                "{listen: \"127.0.0.1:0\"}", "{listen: \"127.0.0.1:0\", sources: {allow: [127.0.0.1, 192.0.2.0/24]}}"));
        store.reload();
        store.putCamera("gate", json("{'source': 'http://127.0.0.1:8080/a'}"));
        assertThat(camera("gate")).isNotNull();
    }

    @Test
    void lookSafely_applierThrowsAnError_isSaidAndTheWatchGoesOn() throws Exception {
        boolean[] fail = {false};
        store.applyWith(next -> {
            if (fail[0]) {
                throw new StackOverflowError("deep");
            }
        });
        ConfigWatch watch = new ConfigWatch(store);
        fail[0] = true;
        config.write(ConfigFolder.VALID + "  # one\n");
        watch.lookSafely();
        watch.lookSafely();
        assertThat(store.problems()).singleElement().asString().contains("could not be applied", "StackOverflowError");

        fail[0] = false;
        config.write(ConfigFolder.VALID + "  # another\n");
        watch.lookSafely();
        watch.lookSafely();
        assertThat(store.problems()).isEmpty();
        watch.close();
    }

    @Test
    void lookSafely_megabyteOfAnything_isRefusedInWords() throws Exception {
        ConfigWatch watch = new ConfigWatch(store);
        for (String yaml : List.of(
                "x".repeat(1_000_000) + ": 1\n",
                "- ".repeat(500_000),
                "a: " + "[".repeat(900_000),
                "{a: ".repeat(250_000),
                manyKeys(90_000))) {
            config.write(yaml);
            watch.lookSafely();
            watch.lookSafely();
            assertThat(store.problems()).as(yaml.substring(0, 10)).isNotEmpty().allSatisfy(problem -> assertThat(
                            problem.toString())
                    .doesNotContain("Error", "Exception")
                    .hasSizeLessThan(1_000));
        }
        watch.close();
    }

    private static String manyKeys(int count) {
        StringBuilder yaml = new StringBuilder("server:\n");
        for (int i = 0; i < count; i++) {
            yaml.append("  k").append(i).append(": 1\n");
        }
        return yaml.toString();
    }

    @Test
    void look_fileChangedAndSettled_isReadOnce() throws Exception {
        ConfigWatch watch = new ConfigWatch(store);
        assertThat(watch.look()).isFalse();
        config.write(ConfigFolder.VALID + "  # longer\n");
        Files.setLastModifiedTime(config.file(), FileTime.fromMillis(1_000));

        assertThat(watch.look()).as("may still be written").isFalse();
        assertThat(watch.look()).isTrue();
        assertThat(watch.look()).isFalse();
        assertThat(applied).hasSize(2);
        watch.close();
    }

    @Test
    void look_badFile_isReadOnceAndReported() throws Exception {
        ConfigWatch watch = new ConfigWatch(store);
        config.write("cameras: 7\n");
        assertThat(watch.look()).isFalse();
        assertThat(watch.look()).isTrue();
        assertThat(watch.look()).isFalse();
        assertThat(store.problems()).extracting(Problem::path).containsExactly("cameras");
        watch.close();
    }
}
