package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.StageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
    @Test
    void parse_pythonDictionary_givesNamesByClass() {
        assertThat(Labels.parse("{0: 'person', 1: \"driver's seat\", 2: 'a, b: c'}"))
                .contains(List.of("person", "driver's seat", "a, b: c"));
    }

    @Test
    void parse_jsonDictionaryOutOfOrder_isOrderedByClass() {
        assertThat(Labels.parse("{\"1\": \"car\", \"0\": \"person\"}")).contains(List.of("person", "car"));
    }

    @Test
    void parse_dictionaryWithAGap_numbersTheClassLeftOut() {
        assertThat(Labels.parse("{0: 'a', 2: 'c'}")).contains(List.of("a", "class 1", "c"));
    }

    @Test
    void parse_lists_areInOrder() {
        assertThat(Labels.parse("['a', \"b\",]")).contains(List.of("a", "b"));
        assertThat(Labels.parse("[\"\\u00e9t\\u00e9\", \"a\\\"b\"]")).contains(List.of("été", "a\"b"));
    }

    @Test
    void parse_anythingElse_isEmpty() {
        for (String text : List.of(
                "",
                "{",
                "{}",
                "[]",
                "person",
                "{0 'a'}",
                "{0: a}",
                "{0: 'a'",
                "{-1: 'a'}",
                "['a'] x",
                "{99999999: 'a'}",
                "{0: 'a'; 1: 'b'}")) {
            assertThat(Labels.parse(text)).as(text).isEmpty();
        }
    }

    @Property(tries = 200)
    void parse_whatPythonWrites_givesItBack(
            @ForAll @Size(min = 1, max = 20) List<@CharRange(from = ' ', to = '~') String> names) {
        StringBuilder written = new StringBuilder("{");
        for (int i = 0; i < names.size(); i++) {
            written.append(i > 0 ? ", " : "").append(i).append(": '");
            written.append(names.get(i).replace("\\", "\\\\").replace("'", "\\'"))
                    .append("'");
        }
        assertThat(Labels.parse(written + "}")).contains(names);
    }

    @Example
    void numbered_namesEachClass() {
        assertThat(Labels.numbered(2)).containsExactly("class 0", "class 1");
    }

    @Test
    void read_file_dropsEmptyLinesAtTheEnd(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("labels.txt"), "person\r\n car \n\n\n");
        assertThat(Labels.read(file)).containsExactly("person", "car");
    }

    @Test
    void read_missingOrEmptyFile_isRefusedInWords(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        assertThatThrownBy(() -> Labels.read(empty))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> Labels.read(folder.resolve("none.txt")))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("one label a line");
    }

    @Test
    void metadata_namesAndFlags_areRead() {
        Metadata metadata = new Metadata(Map.of("names", "{0: 'cat'}", "end2end", "True", "nms", "no"));
        assertThat(metadata.names()).contains(List.of("cat"));
        assertThat(metadata.isTrue("end2end")).isTrue();
        assertThat(metadata.isTrue("nms")).isFalse();
        assertThat(metadata.isTrue("absent")).isFalse();
        assertThat(new Metadata(Map.of()).names()).isEmpty();
    }
}
