package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelTest {
    @TempDir
    Path folder;

    @Test
    void prepare_fileOfTheModelReplaced_makesTheStageAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("tiny.onnx"), "one");
        FakeStage stage = new FakeStage("good").needing(file.toString());
        try (Rig rig = new Rig(Rig.options(), stage);
                PreparedPipeline first = rig.prepare("stages: [good]");
                PreparedPipeline second = rig.prepare("stages: [good]")) {
            assertThat(stage.made).as("equal settings and the same file").hasValue(1);
            Files.writeString(file, "another");
            try (PreparedPipeline third = rig.prepare("stages: [good]");
                    PreparedPipeline fourth = rig.prepare("stages: [good]")) {
                assertThat(stage.made).as("another file under the same path").hasValue(2);
                assertThat(stage.open())
                        .as("the old one goes on for those that use it")
                        .isEqualTo(2);
                assertThat(first).isNotSameAs(second);
                assertThat(third).isNotSameAs(fourth);
            }
        }
    }
}
