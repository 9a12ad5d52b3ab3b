package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.spi.Sink;
import dev.osprey.spi.SinkContext;
import dev.osprey.spi.SinkFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkSettingsTest {
    @TempDir
    Path folder;

    record Paper(String path) {}

    private static final class PaperFactory implements SinkFactory<Paper> {
        @Override
        public String name() {
            return "paper";
        }

        @Override
        public Class<Paper> configType() {
            return Paper.class;
        }

        @Override
        public Sink create(Paper config, SinkContext context) {
            return events -> {};
        }
    }

    private static Plugins plugins() {
        return Plugins.ofSinks(new PaperFactory());
    }

    private List<SinkConfig> read(String yaml) throws Exception {
        Path file = folder.resolve("osprey.yaml");
        Files.writeString(file, yaml);
        return ConfigStore.load(file, folder.resolve("data"), Map.of(), plugins())
                .current()
                .sinks();
    }

    private List<String> refusals(String yaml) throws Exception {
        try {
            read(yaml);
        } catch (ConfigException e) {
            return e.problems().stream().map(Object::toString).toList();
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void sinks_wellWritten_areRead() throws Exception {
        assertThat(read("cameras: {}\n")).isEmpty();
        List<SinkConfig> sinks = read(
                """
                sinks:
                  diary: {paper: {path: diary.txt}, filter: {cameras: [hall], types: [dev.osprey.gap], severity: alert}}
                  all: {paper: {path: all.txt}}
                """);
        assertThat(sinks).extracting(SinkConfig::name).containsExactly("diary", "all");
        assertThat(sinks.get(0).settings()).isEqualTo(new Paper("diary.txt"));
        assertThat(sinks.get(0).filter().severity()).isEqualTo(Severity.ALERT);
        assertThat(sinks.get(0).filter().cameras()).containsExactly("hall");
        assertThat(sinks.get(1).filter().severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void sinks_badlyWritten_areRefusedEachInWords() throws Exception {
        List<String> said = refusals(
                """
                sinks:
                  none: {filter: {severity: info}}
                  two: {papre: {path: a}}
                  three: {paper: {}}
                  four: {paper: {path: a}, filter: {types: [dev.osprey.gip], severity: loud}}
                  "f i": {paper: {path: a}}
                """);
        assertThat(said).anySatisfy(text -> assertThat(text).contains("sinks.none", "must name one kind of sink"));
        assertThat(said).anySatisfy(text -> assertThat(text).contains("sinks.two.papre", "paper"));
        assertThat(said).anySatisfy(text -> assertThat(text).contains("sinks.three.paper", "path"));
        assertThat(said).anySatisfy(text -> assertThat(text).contains("sinks.four.filter.types[0]", "dev.osprey.gap"));
        assertThat(said).anySatisfy(text -> assertThat(text).contains("sinks.four.filter.severity"));
        assertThat(said).anySatisfy(text -> assertThat(text).contains("sinks.f i", "1 to 64"));
    }

    @Test
    void schema_ofTheFile_knowsTheSinksThereAre() {
        var sink = ConfigSchema.of(plugins()).at("/properties/sinks/additionalProperties");
        assertThat(sink.at("/properties/paper/properties/path/type").asText()).isEqualTo("string");
        assertThat(sink.at("/properties/filter/properties/severity").isMissingNode())
                .isFalse();
    }
}
