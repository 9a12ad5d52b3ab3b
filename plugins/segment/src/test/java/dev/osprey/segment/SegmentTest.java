package dev.osprey.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.Golden;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.StageTck;
import dev.osprey.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of every stage, kept by segment with its default model on people in a hall. */
class SegmentTest extends StageTck {
    private static final Path MEDIA = Path.of("..", "..", "config", "media");

    /** The two people of frame 120, as the clip's truth has them. */
    private static final List<Box> PEOPLE = List.of(new Box(195, 116, 202, 339), new Box(724, 151, 236, 304));

    @Override
    protected StageFactory<?> factory() {
        return new SegmentFactory();
    }

    @Override
    protected List<Picture> pictures() throws IOException {
        return Frames.fromClip(MEDIA.resolve("hall.mp4"), 120, 2, 60);
    }

    @Override
    protected List<String> badSettings() {
        return List.of(
                "model: no-such-model",
                "layout: heatmap",
                "layout: softmax",
                "output: no_such_output",
                "axes: nchw",
                "axes: chw",
                "threshold: 2",
                "min-area: -0.1",
                "background: nobody",
                "expand: 0.5",
                "cells: 4",
                "input: {size: [320, 320]}",
                "input: {std: [0]}",
                "labels-file: no/such/file.txt");
    }

    @Test
    void run_parentsBox_isCutToItAndGolden() throws Exception {
        List<Picture> pictures = Frames.fromClip(MEDIA.resolve("hall.mp4"), 120, 1, 1);
        try (StageHarness stage = StageHarness.open(factory(), "{}")) {
            List<Output> outputs = new ArrayList<>();
            for (Box box : PEOPLE) {
                List<Result> masks =
                        stage.run(pictures.get(0), Region.of(box), new Result.Detection("person", 0.8, box));
                assertThat(masks).singleElement().isInstanceOfSatisfying(Result.Mask.class, mask -> {
                    assertThat(mask.label()).isEqualTo("person");
                    assertThat(mask.box().x()).isGreaterThanOrEqualTo(box.x() - 1e-6);
                    assertThat(mask.box().y()).isGreaterThanOrEqualTo(box.y() - 1e-6);
                    assertThat(mask.box().right()).isLessThanOrEqualTo(box.right() + 1e-6);
                    assertThat(mask.box().bottom()).isLessThanOrEqualTo(box.bottom() + 1e-6);
                    assertThat(mask.box().iou(box)).isGreaterThan(0.9);
                });
                outputs.add(Output.of(masks));
            }
            Golden.check("segment-people", outputs, Tolerance.CLOSE);
        } finally {
            Frames.release(pictures);
        }
    }

    @Test
    void run_faces_isGolden() throws Exception {
        List<Picture> pictures = Frames.fromClip(MEDIA.resolve("faces.mp4"), 40, 2, 200);
        try (StageHarness stage = StageHarness.open(factory(), "{}")) {
            Golden.check("segment-faces", stage.runSingly(pictures), Tolerance.CLOSE);
        } finally {
            Frames.release(pictures);
        }
    }

    @Test
    void run_emptyHall_findsNobody() throws Exception {
        List<Picture> pictures = Frames.fromClip(MEDIA.resolve("hall.mp4"), 1);
        try (StageHarness stage = StageHarness.open(factory(), "{}")) {
            assertThat(stage.run(pictures.get(0))).isEmpty();
        } finally {
            Frames.release(pictures);
        }
    }
}
