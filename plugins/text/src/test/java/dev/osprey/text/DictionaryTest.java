package dev.osprey.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.StageException;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryTest {
    @TempDir
    Path folder;

    @Test
    void value_characterOfFourBytes_isReadWhole() throws Exception {
        Path model = TestContext.of("text").model("ppocr-v4-rec").file();
        List<String> characters =
                List.of(MetadataFile.value(model, "character").orElseThrow().split("\n"));
        List<String> published = Files.readAllLines(model.resolveSibling("ppocr_keys_v1.txt"));
        assertThat(characters).isEqualTo(published);
        assertThat(characters).anyMatch(character -> character.length() == 2);
        assertThat(MetadataFile.value(model, "no such key")).isEmpty();
    }

    @Test
    void create_dictionaryOfAnotherModel_saysExpectedAndFound() throws Exception {
        Path file = Files.writeString(folder.resolve("digits.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        assertThatThrownBy(() -> StageHarness.open(new TextFactory(), "dictionary: '" + file + "'"))
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG))
                .hasMessageContaining("has 10 characters, which make 11 classes with the blank, or 12 with a space")
                .hasMessageContaining("ppocr-v4-rec.onnx has 6625")
                .hasMessageContaining("set `dictionary`");
    }
}
