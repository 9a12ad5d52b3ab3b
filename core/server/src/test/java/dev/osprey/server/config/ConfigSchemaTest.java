package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.FakeStages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor says of a configuration file. */
class ConfigSchemaTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ConfigSchema.of(Plugins.of(new FakeStages.Look())));

    private static List<String> complaints(String yaml) throws Exception {
        JsonNode tree = new YAMLMapper().readTree(yaml);
        return SCHEMA.validate(tree).stream().map(ValidationMessage::getMessage).toList();
    }

    @Test
    void schema_wholeFile_isTaken() throws Exception {
        assertThat(
                        complaints(
                                """
                        server:
                          listen: 0.0.0.0:8443
                          tls: {certificate: c.pem, key: k.pem}
                          sources: {allow: [192.168.0.0/16], deny: [http]}
                        engine: {device: "cuda:1", lanes: 2, deadline: 5s}
                        cameras:
                          hall: {source: "rtsp://${env:U}@192.0.2.1/a", pipeline: people, transport: udp, timeout: 2s}
                          gate: {streams: [{source: "rtsp://192.0.2.1/a", roles: [detect, grid]}]}
                          yard:
                            source: "rtsp://192.0.2.1/a"
                            zones: {door: {polygon: [[0, 0], [1, 0], [.5, 1]], labels: [person], by: centre}}
                            lines: {kerb: {from: [0, .5], to: [1, .5], min-duration: 1s}}
                        timezone: Europe/Berlin
                        rules:
                          waits: {on: dwelt, zone: yard/door, for: 3s, severity: alert, schedule: "Mo-Fr 18:00-07:00"}
                        pipelines:
                          people:
                            stages:
                              - look
                              - look: {find: cat, labels: [cat], score: 0.5}
                                after: look[cat]
                                max-crops: 3
                                as: cats
                              - look:
                                as: third
                        """))
                .isEmpty();
        assertThat(complaints("server: {tls: off}")).isEmpty();
        assertThat(complaints(ConfigFolder.VALID)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: {listne: x}",
                "server: {tls: on}",
                "server: {tls: {certifcate: x}}",
                "engine: {lanes: 0}",
                "engine: {device: gpu}",
                "cameras: {a: {pipeline: p}}",
                "cameras: {a: {source: 'rtsp://h/', timeout: 7}}",
                "cameras: {a: {streams: [{source: 'rtsp://h/', roles: [grit]}]}}",
                "pipelines: {p: {stages: []}}",
                "cameras: {a: {source: 'rtsp://h/', zones: {z: {poligon: []}}}}",
                "cameras: {a: {source: 'rtsp://h/', lines: {l: {from: here}}}}",
                "rules: {r: {on: sight}}",
                "rules: {r: {zone: a/b}}",
                "pipelines: {p: {stages: [{look: {fnid: x}}]}}",
                "pipelines: {p: {stages: [lok]}}",
                "cams: {}",
            })
    void schema_mistake_isSeen(String yaml) throws Exception {
        assertThat(complaints(yaml)).isNotEmpty();
    }

    @Test
    void schema_stage_bringsItsSettingsWithDefaults() {
        JsonNode look = ConfigSchema.of(Plugins.of(new FakeStages.Look()))
                .at("/properties/pipelines/additionalProperties/properties/stages/items/anyOf/0/properties/look");
        assertThat(look.at("/properties/find/default").asText()).isEqualTo("thing");
        assertThat(look.at("/properties/score/description").asText()).contains("0..1");
    }
}
