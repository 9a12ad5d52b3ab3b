package dev.osprey.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Result;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A recogniser of height 32 with a dictionary of its own, on photographs of single words. */
class ConformanceTest {
    @Test
    void englishRecogniser_wordsOfScenes_areRead() throws Exception {
        String given = System.getProperty("conformance.dir", "");
        assumeFalse(given.isEmpty(), "run with -Dconformance.dir=FOLDER to hold text against real models");
        Path folder = Path.of(given).toAbsolutePath();
        Path models = folder.resolve("models");
        String settings = "{detector: none, orientation: none, recogniser: '"
                + models.resolve("en_number_mobile_v2.0_rec_infer.onnx") + "', dictionary: '"
                + models.resolve("en_dict.txt") + "'}";
        List<String> words = new ArrayList<>();
        try (StageHarness stage = StageHarness.open(new TextFactory(), settings);
                Stream<Path> files = Files.list(folder.resolve("images"))) {
            List<Path> scenes = files.filter(
                            file -> file.getFileName().toString().startsWith("scenetext_word"))
                    .sorted()
                    .toList();
            for (Path file : scenes) {
                Picture picture = Frames.fromPicture(file);
                try {
                    stage.run(picture).forEach(result -> words.add(((Result.TextRegion) result).text()));
                } finally {
                    picture.release();
                }
            }
        }
        System.out.println("read: " + words);
        assertThat(words).containsExactlyInAnyOrder("CHINA", "HERE", "riser", "Produkt");
    }
}
