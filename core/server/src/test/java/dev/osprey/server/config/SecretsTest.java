package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path folder;

    private final Redactor redactor = new Redactor();
    private final List<Problem> problems = new ArrayList<>();

    private String resolve(String text, Map<String, String> environment) {
        return new Secrets(folder, environment, redactor)
                .resolve(TextNode.valueOf(text), "x", problems)
                .asText();
    }

    @Test
    void resolve_environment_isPutIn() {
        assertThat(resolve("a ${env:A} b", Map.of("A", "1"))).isEqualTo("a 1 b");
        assertThat(problems).isEmpty();
    }

    @Test
    void resolve_fileBesideTheConfiguration_isPutInWithoutItsLineEnd() throws IOException {
        Files.writeString(folder.resolve("password"), "top secret\n");
        assertThat(resolve("${file:password}", Map.of())).isEqualTo("top secret");
    }

    @Test
    void resolve_credentialsOfAnAddress_areEncodedWhereTheyMustBe() {
        assertThat(resolve("rtsp://${env:U}:${env:P}@192.0.2.1/${env:P}", Map.of("U", "me@home", "P", "a/b%2f50%")))
                .isEqualTo("rtsp://me%40home:a%2Fb%2f50%25@192.0.2.1/a/b%2f50%");
    }

    @Test
    void resolve_dollarDollar_isAPlainDollar() {
        assertThat(resolve("$${env:A}", Map.of())).isEqualTo("${env:A}");
        assertThat(problems).isEmpty();
    }

    @Test
    void resolve_missing_saysWhatToDo() {
        resolve("${env:NOPE} ${file:nope} ${vault:x} ${env:A", Map.of());
        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "the environment variable NOPE is not set; set it before the start, or name a file: ${file:PATH}",
                        "there is no secret's file " + folder.resolve("nope"),
                        "${…} names no secret here; write ${env:NAME} or ${file:PATH}, or $${ for a plain ${",
                        "${ has no closing }; a secret is named ${env:NAME} or ${file:PATH}");
    }

    @Test
    void redact_message_hasTheReferenceInTheValuesPlace() {
        resolve("rtsp://u:${env:P}@h/", Map.of("P", "pa/ss"));
        assertThat(redactor.redact("bad: pa/ss and pa%2Fss")).isEqualTo("bad: ${env:P} and ${env:P}");
    }

    @Test
    void load_wrongValueFromASecret_isNotQuoted() {
        ConfigFolder config = new ConfigFolder(
                        folder,
                        "server: {listen: '${env:SECRET}:x', tls: '${env:SECRET}'}\ncameras: {a: {source: '${env:SECRET}', timeout: '${env:SECRET}'}}")
                .with("SECRET", "hunter 2");
        assertThat(config.problems()).hasSize(4).noneMatch(problem -> problem.contains("hunter"));
    }
}
