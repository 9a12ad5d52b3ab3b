package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads, word by word. */
class ConfigProblemsTest {
    @TempDir
    private Path folder;

    private List<String> problems(String yaml) {
        return new ConfigFolder(folder, yaml).problems();
    }

    @Test
    void load_threeMistakes_allNamedWithPathAndLine() {
        assertThat(
                        problems(
                                """
                        server: {listne: 127.0.0.1:8080}
                        cameras:
                          hall:
                            source: rtsp://192.0.2.1/hall
                            pipeline: peple
                            timeout: 1h
                        pipelines:
                          people:
                            stages: [{look: {}}]
                        """))
                .containsExactly(
                        "server.listne: unknown key 'listne'; did you mean 'listen'? Known: listen, tls, sources, connections,"
                                + " allowed-hosts, secure-cookies, connections-per-address (line 1)",
                        "cameras.hall.timeout: must be 200ms to 5m, got 1h (line 6)",
                        "cameras.hall.pipeline: unknown pipeline 'peple'; did you mean 'people'? Known: people (line 5)");
    }

    @Test
    void load_noFile_saysHowToNameOne() {
        ConfigFolder config = new ConfigFolder(folder, "");
        assertThat(config.file().toFile().delete()).isTrue();
        assertThat(config.problems())
                .containsExactly("there is no configuration file " + config.file() + "; name yours with --config FILE");
    }

    @Test
    void load_emptyFile_isFineAndHasNoCameras() throws Exception {
        ConfigStore store = new ConfigFolder(folder, "").load();
        assertThat(store.current().cameras()).isEmpty();
        assertThat(store.current().server().listen()).hasToString("127.0.0.1:8080");
    }

    @Test
    void load_brokenYaml_namesLineAndColumn() {
        assertThat(problems("cameras:\n  hall: {source: [a\n"))
                .singleElement()
                .asString()
                .contains("osprey.yaml: is not valid YAML on line 3, column 1:");
    }

    @Test
    void load_sameKeyTwice_isRefusedWithBothLines() {
        assertThat(problems(
                        "cameras:\n  hall: {source: 'rtsp://192.0.2.1/a'}\n  hall: {source: 'rtsp://192.0.2.1/b'}\n"))
                .containsExactly("cameras.hall: is given twice, first on line 2 (line 3)");
    }

    @Test
    void load_alias_isRefused() {
        assertThat(problems("engine: &a {lanes: 1}\nserver: *a\n"))
                .containsExactly(
                        "server: aliases (*name) are not supported; write it out, or put quotes around a text that"
                                + " begins with * (line 2)");
    }

    @Test
    void load_twoDocuments_isRefused() {
        assertThat(problems("engine: {lanes: 1}\n---\nengine: {lanes: 2}\n"))
                .containsExactly(folder.resolve("osprey.yaml") + ": must be one document, but another begins (line 3)");
    }

    @Test
    void load_hugeFile_isRefusedUnread() {
        assertThat(problems("# " + "x".repeat(1 << 20)))
                .containsExactly(folder.resolve("osprey.yaml") + " must be at most 1048576 bytes, but has 1048578");
    }

    @Test
    void load_deepNesting_isRefused() {
        assertThat(problems("pipelines: " + "[".repeat(200) + "]".repeat(200)))
                .singleElement()
                .asString()
                .contains("is not valid YAML on line 1");
    }

    @Test
    void load_notUtf8_isRefused() throws IOException {
        ConfigFolder config = new ConfigFolder(folder, "");
        Files.write(config.file(), new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThat(config.problems()).containsExactly(config.file() + " is not UTF-8 text");
    }

    @Test
    void load_beyondLoopbackWithoutTls_isRefused() {
        assertThat(problems("server: {listen: '0.0.0.0:8080'}"))
                .containsExactly("server.tls: listening on 0.0.0.0:8080 can be reached from other machines, so that it"
                        + " needs tls: {certificate: FILE, key: FILE}, or tls: off where a proxy in front of it does the"
                        + " encryption (line 1)");
    }

    @Test
    void load_beyondLoopbackWithTlsOff_isTaken() throws Exception {
        ConfigStore store = new ConfigFolder(folder, "server: {listen: '0.0.0.0:8080', tls: off}").load();
        assertThat(store.current().server().listen().loopback()).isFalse();
        assertThat(store.current().server().tls()).isNull();
    }

    @Test
    void load_environmentListensBeyondLoopback_needsTlsToo() {
        assertThat(new ConfigFolder(folder, "").with("OSPREY_LISTEN", "0.0.0.0").problems())
                .singleElement()
                .asString()
                .startsWith("server.tls: listening on 0.0.0.0:8080 can be reached");
    }

    @Test
    void load_environmentPort_replacesTheFilesPort() throws Exception {
        ConfigStore store = new ConfigFolder(folder, "server: {listen: '127.0.0.2:1'}")
                .with("OSPREY_PORT", "0")
                .load();
        assertThat(store.current().server().listen()).isEqualTo(new Listen("127.0.0.2", 0));
    }

    @Test
    void load_environmentHostAlone_keepsTheFilesPort() throws Exception {
        ConfigStore store = new ConfigFolder(folder, "server: {listen: '127.0.0.2:81'}")
                .with("OSPREY_LISTEN", "127.0.0.3")
                .load();
        assertThat(store.current().server().listen()).isEqualTo(new Listen("127.0.0.3", 81));
    }

    @Test
    void load_badPortInEnvironment_isNamed() {
        assertThat(new ConfigFolder(folder, "").with("OSPREY_PORT", "70000").problems())
                .containsExactly("server.listen: OSPREY_PORT must be 0 to 65535 (0: any free port), got \"70000\"");
    }

    @Test
    void load_missingCertificate_isNamed() {
        assertThat(problems("server:\n  tls:\n    certificate: no.pem\n"))
                .containsExactly(
                        "server.tls.certificate: there is no file " + folder.resolve("no.pem")
                                + " that can be read (line 3)",
                        "server.tls.key: is missing: name a PEM file (line 2)");
    }

    @Test
    void load_badCameraName_isNamed() {
        assertThat(problems("cameras: {Hall_1: {source: 'rtsp://192.0.2.1/a'}}"))
                .containsExactly("cameras.Hall_1: a camera's name has 1 to 64 of the characters a-z 0-9 -, got"
                        + " \"Hall_1\" (line 1)");
    }

    @Test
    void load_sourceAndStreams_oneMustGo() {
        assertThat(problems("cameras: {a: {source: 'rtsp://192.0.2.1/a', streams: []}}"))
                .contains("cameras.a: has both source and streams; give one of them (line 1)");
    }

    @Test
    void load_noSource_isNamed() {
        assertThat(problems("cameras: {a: {enabled: true}}"))
                .containsExactly(
                        "cameras.a: needs a source, such as source: \"rtsp://…\", or several streams (line 1)");
    }

    @Test
    void load_mistypedRole_isNamed() {
        assertThat(
                        problems(
                                """
                        cameras:
                          a:
                            streams:
                              - {source: "rtsp://192.0.2.1/a", roles: [detect, grid]}
                              - {source: "rtsp://192.0.2.1/b", roles: [grid, ful]}
                        """))
                .containsExactly(
                        "cameras.a.streams[1].roles[1]: must be one of full, grid, detect, record; got \"ful\" (line 5)");
    }

    @Test
    void load_pipelineWithoutDetectStream_isNamed() {
        assertThat(problems(ConfigFolder.VALID.replace(
                        "{source: \"rtsp://192.0.2.1/hall\", pipeline: people}",
                        "{streams: [{source: \"rtsp://192.0.2.1/hall\", roles: [full]}], pipeline: people}")))
                .containsExactly("cameras.hall.streams: one of them needs the role detect, as the camera has a pipeline"
                        + " (line 3)");
    }

    @Test
    void load_forbiddenScheme_isNamedWithTheAllowedOnes() {
        assertThat(problems("cameras: {a: {source: 'exec:sh -c id'}}"))
                .singleElement()
                .asString()
                .startsWith("cameras.a.source: a source of 'exec:' is not allowed; allowed are ");
    }

    @Test
    void load_wrongSettingOfAStage_isNamedWithItsLine() {
        assertThat(problems(ConfigFolder.VALID.replace("look: {}", "look: {fnd: cat}")))
                .singleElement()
                .asString()
                .startsWith("pipelines.people.stages[0].look")
                .contains("fnd")
                .endsWith("(line 7)");
    }

    @Test
    void load_unknownDevice_isNamed() {
        assertThat(problems("engine: {device: gpu, lanes: 0}"))
                .containsExactly(
                        "engine.device: must be auto, cpu, cuda or cuda:N, got \"gpu\" (line 1)",
                        "engine.lanes: must be a whole number from 1 to 256, got 0 (line 1)");
    }

    @Test
    void load_roleThatAnotherStreamHas_isNamed() {
        assertThat(
                        problems(
                                """
                        cameras:
                          a:
                            streams:
                              - {source: "rtsp://192.0.2.1/a", roles: [detect, grid]}
                              - {source: "rtsp://192.0.2.1/b", roles: [full, grid]}
                        """))
                .containsExactly("cameras.a.streams[1].roles[1]: grid is the role of streams[0] already (line 5)");
    }

    @Test
    void load_stageWithoutSettings_hasItsDefaults() throws Exception {
        ConfigStore store = new ConfigFolder(folder, "pipelines: {p: {stages: [{look: }, {look: {}, as: b}]}}").load();
        assertThat(store.current().pipelines().get("p").pipeline().nodes()).hasSize(2);
    }

    @Test
    void load_wrongTypesEverywhere_areAllNamedAtOnce() {
        assertThat(
                        problems(
                                """
                        server: {allowed-hosts: x, secure-cookies: 3, tls: {certificate: [a]}}
                        engine: {deadline: soon, lanes: many}
                        cameras: {a: {source: 'rtsp://192.0.2.1/a', enabled: maybe, transport: tpc}}
                        pipelines: 3
                        """))
                .containsExactlyInAnyOrder(
                        "server.allowed-hosts: must be a list, got text (line 1)",
                        "server.secure-cookies: must be true or false, got a number (line 1)",
                        "server.tls.certificate: must be text, got a list (line 1)",
                        "server.tls.certificate: is missing: name a PEM file (line 1)",
                        "server.tls.key: is missing: name a PEM file (line 1)",
                        "engine.deadline: must be a duration such as 200ms, 2s, 1m or 12h, got text (line 2)",
                        "engine.lanes: must be a whole number, got text (line 2)",
                        "cameras.a.enabled: must be true or false, got text (line 3)",
                        "cameras.a.transport: must be one of tcp, udp, auto; got \"tpc\" (line 3)",
                        "pipelines: must be keys with values, got a number (line 4)");
    }

    @Test
    void load_badRuleForSources_isNamed() {
        assertThat(problems("server: {sources: {allow: [192.168.0.0/16, cam.example]}}"))
                .containsExactly("server.sources.allow[1]: must be a network such as 192.168.0.0/16, an address, or one"
                        + " of rtsp, rtsps, http, https, file, v4l2 (line 1)");
    }

    @Test
    void load_sourceOfTheFileAtMetadata_isRefused() {
        assertThat(problems("cameras: {a: {source: 'http://169.254.169.254/latest/meta-data'}}"))
                .containsExactly("cameras.a.source: 169.254.169.254 is link-local, where clouds keep their metadata"
                        + " service: no source may be there (line 1)");
    }

    @Test
    void load_stagesThatAreNoList_isRefused() {
        assertThat(problems("pipelines: {p: {stages: {look: {}}}}"))
                .containsExactly("pipelines.p.stages: must be a list of at least one stage (line 1)");
    }

    @Test
    void load_topLevelIsAList_isRefused() {
        assertThat(problems("- a\n")).containsExactly("must be keys with values, got a list");
    }
}
