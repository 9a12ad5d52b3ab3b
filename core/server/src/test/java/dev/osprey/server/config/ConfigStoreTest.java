package dev.osprey.server.config;

import static dev.osprey.server.config.ConfigFolder.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.io.IOException;
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
    void load_damagedOverlay_saysWhatToDo() throws IOException {
        Files.createDirectories(config.data());
        Files.writeString(config.overlay(), "{\"cameras\": [");
        assertThat(config.problems())
                .containsExactly(
                        config.overlay() + " is damaged: it should hold what was changed through page and API, as"
                                + " JSON; move it away to start from the configuration file alone");
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
