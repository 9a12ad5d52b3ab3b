package dev.osprey.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.Sensitive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordBinderTest {
    enum Fit {
        STRETCH,
        TOP_LEFT
    }

    record Point(Double x, @Default("7") double y) {
        Point {
            if (x < 0) {
                throw new IllegalArgumentException("x must be >= 0, got " + x);
            }
        }
    }

    record Everything(
            @Description("the model's name") String model,
            @Default("0.4") double iouThreshold,
            @Default("stretch") Fit fit,
            @Default("250ms") Duration every,
            @Default("[1, 2]") List<Integer> sizes,
            Set<String> labels,
            Map<String, Point> points,
            Optional<Point> centre,
            Optional<Path> file,
            @Default("{x: 1}") Point origin,
            @Default("true") boolean mirrored,
            @Nullable Integer limit,
            Optional<JsonNode> anything) {}

    private static JsonNode yaml(String text) throws Exception {
        return new YAMLMapper().readTree(text);
    }

    private static List<String> problems(String text) throws Exception {
        JsonNode tree = yaml(text);
        try {
            Object bound = RecordBinder.bind(Everything.class, tree);
            throw new AssertionError("is accepted: " + bound);
        } catch (ConfigException e) {
            return Rig.problems(e);
        }
    }

    @Test
    void bind_onlyWhatIsNeeded_restHasItsDefaults() throws Exception {
        Everything bound = RecordBinder.bind(Everything.class, yaml("model: nanodet"));
        assertThat(bound)
                .isEqualTo(new Everything(
                        "nanodet",
                        0.4,
                        Fit.STRETCH,
                        Duration.ofMillis(250),
                        List.of(1, 2),
                        Set.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new Point(1.0, 7),
                        true,
                        null,
                        Optional.empty()));
    }

    @Test
    void bind_everythingGiven_isTakenAndWrittenTheSame() throws Exception {
        JsonNode tree = yaml(
                """
                {model: m, iou-threshold: 1, fit: top-left, every: 2s, sizes: [], labels: [b, a],
                 points: {nose: {x: 1, y: 2}, eye: {x: 3}}, centre: {x: 5}, file: a/b.onnx, origin: {x: 2},
                 mirrored: false, limit: 3, anything: {free: [1]}}
                """);
        Everything bound = RecordBinder.bind(Everything.class, tree);
        assertThat(bound.iouThreshold()).isEqualTo(1.0);
        assertThat(bound.fit()).isEqualTo(Fit.TOP_LEFT);
        assertThat(bound.every()).isEqualTo(Duration.ofSeconds(2));
        assertThat(bound.sizes()).isEmpty();
        assertThat(bound.labels()).containsExactly("b", "a");
        assertThat(bound.points()).containsEntry("eye", new Point(3.0, 7));
        assertThat(bound.centre()).contains(new Point(5.0, 7));
        assertThat(bound.file()).contains(Path.of("a/b.onnx"));
        assertThat(bound.limit()).isEqualTo(3);
        assertThat(bound.anything().orElseThrow().at("/free/0").asInt()).isEqualTo(1);
        assertThat(RecordBinder.bind(Everything.class, RecordBinder.write(bound)))
                .isEqualTo(bound);
    }

    @Test
    void bind_severalMistakes_areAllSaidAtOnce() throws Exception {
        assertThat(
                        problems(
                                """
                        {modle: x, iou-threshold: high, fit: streched, every: 5 parsecs, sizes: [1, two],
                         points: {nose: {z: 1, x: 2}}, mirrored: 'yes', origin: 3}
                        """))
                .containsExactlyInAnyOrder(
                        "needs 'model': the model's name",
                        "modle: unknown key 'modle'; did you mean 'model'? Known: model, file, centre, every, fit, labels,"
                                + " limit, points, sizes, mirrored, origin, anything, iou-threshold",
                        "iou-threshold: must be a number, got text",
                        "fit: must be one of stretch, top-left; got \"streched\"",
                        "every: must be a duration such as 200ms, 2s, 1m or 12h, got \"5 parsecs\"",
                        "sizes[1]: must be a whole number, got text",
                        "points.nose.z: unknown key 'z'; did you mean 'x'? Known: x, y",
                        "mirrored: must be true or false, got \"yes\"",
                        "origin: must be keys with values, got a number");
    }

    @Test
    void bind_severalConstructorsRefuse_areAllSaidWithTheirPlaces() throws Exception {
        assertThat(problems("{model: m, centre: {x: -1}, points: {nose: {x: -2}}}"))
                .containsExactlyInAnyOrder("centre: x must be >= 0, got -1.0", "points.nose: x must be >= 0, got -2.0");
    }

    @Test
    void bind_keyWithoutValue_countsAsLeftOut() throws Exception {
        Everything bound = RecordBinder.bind(Everything.class, yaml("{model: m, fit: , sizes: , centre: }"));
        assertThat(bound.fit()).isEqualTo(Fit.STRETCH);
        assertThat(bound.sizes()).containsExactly(1, 2);
    }

    @Test
    void bind_noMapping_isRefused() {
        assertThatThrownBy(() -> RecordBinder.bind(Everything.class, yaml("[1]")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("must be keys with values, got a list");
    }

    @Test
    void schema_ofRecord_saysTypesDefaultsDescriptionsAndWhatIsNeeded() {
        ObjectNode schema = RecordBinder.schema(Everything.class);
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
        assertThat(schema.path("required")).hasSize(1);
        assertThat(schema.at("/required/0").asText()).isEqualTo("model");
        assertThat(schema.at("/properties/model/description").asText()).isEqualTo("the model's name");
        assertThat(schema.at("/properties/iou-threshold/default").asDouble()).isEqualTo(0.4);
        assertThat(schema.at("/properties/fit/enum/1").asText()).isEqualTo("top-left");
        assertThat(schema.at("/properties/fit/default").asText()).isEqualTo("stretch");
        assertThat(schema.at("/properties/every/pattern").asText()).contains("ms");
        assertThat(schema.at("/properties/origin/properties/x/type").asText()).isEqualTo("number");
        assertThat(schema.at("/properties/points/additionalProperties/properties/y/default")
                        .asInt())
                .isEqualTo(7);
    }

    record Account(@Sensitive String password, @Default("plain") @Sensitive String token, @Default("1") int port) {
        Account {
            if (password.startsWith("bad")) {
                throw new IllegalArgumentException("password must not be " + password);
            }
        }
    }

    record Bank(Map<String, Account> accounts) {}

    @Test
    void write_secrets_areMasked() throws Exception {
        Account account = RecordBinder.bind(Account.class, yaml("{password: hunter2}"));
        assertThat(account.password()).isEqualTo("hunter2");
        assertThat(RecordBinder.write(account)).hasToString("{\"password\":\"***\",\"token\":\"***\",\"port\":1}");
        assertThat(RecordBinder.schema(Account.class)
                        .at("/properties/password/writeOnly")
                        .asBoolean())
                .isTrue();
        assertThat(RecordBinder.schema(Account.class).at("/properties/token").has("default"))
                .isFalse();
    }

    @Test
    void bind_secretsThatAreRefused_areMaskedInWords() {
        assertThatThrownBy(() -> RecordBinder.bind(Bank.class, yaml("{accounts: {a: {password: badhunter2}}}")))
                .hasMessageContaining("password must not be ***")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> RecordBinder.bind(
                        Bank.class, yaml("{accounts: {a: {password: [" + "hunter2".repeat(20) + "], port: x}}}")))
                .hasMessageContaining("must be text, got ***")
                .hasMessageContaining("must be a whole number, got text")
                .hasMessageNotContaining("hunter2");
    }
}
