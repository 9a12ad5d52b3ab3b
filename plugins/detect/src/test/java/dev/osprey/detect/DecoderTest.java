package dev.osprey.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import dev.osprey.spi.PixelSpec;
import dev.osprey.toolkit.ModelShapes;
import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.TensorShape;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.TopK;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each layout's decoder against its definition, written out plainly for every candidate of random outputs. */
class DecoderTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 96;
    private static final int[] STRIDES = {8, 16, 32};
    private static final int CLASSES = 3;

    private final Random random = new Random(20);

    private record Found(double score, int classIndex, double x1, double y1, double x2, double y2) {}

    @Test
    void yolox_randomOutputs_areDecodedByDefinition() {
        int cells = cells();
        float[] rows = random(cells * 8, -1, 1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 8 < 4 ? rows[i] : Math.abs(rows[i]);
        }
        List<Found> expected = new ArrayList<>();
        int row = 0;
        for (int stride : STRIDES) {
            for (int y = 0; y < HEIGHT / stride; y++) {
                for (int x = 0; x < WIDTH / stride; x++, row++) {
                    float[] r = Arrays.copyOfRange(rows, row * 8, row * 8 + 8);
                    addRow(
                            expected,
                            r,
                            (r[0] + x) * stride,
                            (r[1] + y) * stride,
                            Math.exp(r[2]) * stride,
                            Math.exp(r[3]) * stride);
                }
            }
        }
        assertDecodes(Layout.YOLOX, expected, tensor("output", rows, 1, cells, 8));
    }

    @Test
    void yolov5AndDecodedYolox_randomOutputs_areDecodedByDefinition() {
        int cells = cells();
        float[] rows = random(cells * 8, 0, 1);
        List<Found> expected = new ArrayList<>();
        for (int row = 0; row < cells; row++) {
            float[] r = Arrays.copyOfRange(rows, row * 8, row * 8 + 8);
            addRow(expected, r, r[0], r[1], r[2], r[3]);
        }
        assertDecodes(Layout.YOLOV5, expected, tensor("output", rows, 1, cells, 8));
        assertDecodes(Layout.YOLOX_DECODED, expected, tensor("output", rows, 1, cells, 8));
    }

    @Test
    void yolov5Lite_randomOutputs_areDecodedByDefinition() {
        int[][] anchors = {{10, 13, 16, 30, 33, 23}, {30, 61, 62, 45, 59, 119}, {116, 90, 156, 198, 373, 326}};
        int count = 3 * cells();
        float[] rows = random(count * 8, 0, 1);
        List<Found> expected = new ArrayList<>();
        int row = 0;
        for (int map = 0; map < 3; map++) {
            int stride = STRIDES[map];
            for (int anchor = 0; anchor < 3; anchor++) {
                for (int y = 0; y < HEIGHT / stride; y++) {
                    for (int x = 0; x < WIDTH / stride; x++, row++) {
                        float[] r = Arrays.copyOfRange(rows, row * 8, row * 8 + 8);
                        addRow(
                                expected,
                                r,
                                (2 * r[0] - 0.5 + x) * stride,
                                (2 * r[1] - 0.5 + y) * stride,
                                Math.pow(2 * r[2], 2) * anchors[map][2 * anchor],
                                Math.pow(2 * r[3], 2) * anchors[map][2 * anchor + 1]);
                    }
                }
            }
        }
        assertDecodes(Layout.YOLOV5_LITE, expected, tensor("output", rows, 1, count, 8));
    }

    @Test
    void yolov8_randomOutputsEitherWay_areDecodedByDefinition() {
        int count = 50;
        float[] columns = random(7 * count, 0, 1);
        float[] rows = new float[columns.length];
        List<Found> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < 7; k++) {
                rows[i * 7 + k] = columns[k * count + i];
            }
            float[] r = Arrays.copyOfRange(rows, i * 7, i * 7 + 7);
            for (int c = 0; c < CLASSES; c++) {
                expected.add(centred(r[4 + c], c, r[0], r[1], r[2], r[3]));
            }
        }
        assertDecodes(Layout.YOLOV8, expected, tensor("output0", columns, 1, 7, count));
        assertDecodes(Layout.YOLOV8, expected, tensor("output0", rows, 1, count, 7));
    }

    @Test
    void endToEnd_randomOutputs_areTakenAsTheyAre() {
        float[] rows = random(300 * 6, 0, 1);
        List<Found> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows[i * 6 + 5] = i % CLASSES;
            expected.add(new Found(
                    rows[i * 6 + 4], i % CLASSES, rows[i * 6], rows[i * 6 + 1], rows[i * 6 + 2], rows[i * 6 + 3]));
        }
        assertDecodes(Layout.END_TO_END, expected, tensor("output0", rows, 1, 300, 6));
    }

    @Test
    void nanodet_randomOutputsInAnyOrder_areDecodedByDefinition() {
        List<Found> expected = new ArrayList<>();
        List<Tensor> outputs = new ArrayList<>();
        for (int stride : STRIDES) {
            int columns = WIDTH / stride;
            int cells = columns * (HEIGHT / stride);
            float[] scores = random(cells * CLASSES, 0, 1);
            float[] sides = random(cells * 44, -3, 3);
            for (int cell = 0; cell < cells; cell++) {
                double centreX = (cell % columns + 0.5) * stride;
                double centreY = (Math.floorDiv(cell, columns) + 0.5) * stride;
                double[] distances = new double[4];
                for (int side = 0; side < 4; side++) {
                    double sum = 0;
                    for (int bin = 0; bin < 11; bin++) {
                        sum += Math.exp(sides[cell * 44 + side * 11 + bin]);
                    }
                    for (int bin = 0; bin < 11; bin++) {
                        distances[side] += bin * Math.exp(sides[cell * 44 + side * 11 + bin]) / sum * stride;
                    }
                }
                for (int c = 0; c < CLASSES; c++) {
                    expected.add(new Found(
                            scores[cell * CLASSES + c],
                            c,
                            centreX - distances[0],
                            centreY - distances[1],
                            centreX + distances[2],
                            centreY + distances[3]));
                }
            }
            outputs.add(0, tensor("a" + stride, scores, 1, cells, CLASSES));
            outputs.add(tensor("b" + stride, sides, 1, cells, 44));
        }
        assertDecodes(Layout.NANODET, expected, outputs.toArray(new Tensor[0]));
    }

    private static void assertDecodes(Layout layout, List<Found> expected, Tensor... outputs) {
        Tensors tensors = new Tensors(List.of(outputs));
        List<TensorShape> shapes = new ArrayList<>();
        for (Tensor output : outputs) {
            List<Long> dimensions = new ArrayList<>();
            for (int axis = 0; axis < output.rank(); axis++) {
                dimensions.add((long) output.dimension(axis));
            }
            shapes.add(new TensorShape(output.name(), OnnxJavaType.FLOAT, dimensions));
        }
        Decoder decoder = layout.decoder(new ModelShapes(shapes, PixelSpec.tensor(WIDTH, HEIGHT)), CLASSES)
                .orElseThrow();
        TopK best = new TopK(expected.size(), 0);
        decoder.collect(tensors, best);
        best.sort();
        List<Found> byScore = new ArrayList<>(expected);
        byScore.sort((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(best.size()).isEqualTo(byScore.size());
        Candidate candidate = new Candidate();
        for (int rank = 0; rank < best.size(); rank++) {
            decoder.read(tensors, best.indexAt(rank), candidate);
            Found found = byScore.get(rank);
            assertThat((double) best.scoreAt(rank)).isCloseTo(found.score(), within(1e-6));
            assertThat(candidate.classIndex).isEqualTo(found.classIndex());
            assertThat(new double[] {candidate.left, candidate.top, candidate.right, candidate.bottom})
                    .containsExactly(new double[] {found.x1(), found.y1(), found.x2(), found.y2()}, within(2e-3));
        }
    }

    private static void addRow(List<Found> all, float[] row, double x, double y, double width, double height) {
        for (int c = 0; c < CLASSES; c++) {
            all.add(centred(row[4] * row[5 + c], c, x, y, width, height));
        }
    }

    private static Found centred(float score, int classIndex, double x, double y, double width, double height) {
        return new Found(score, classIndex, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    private static int cells() {
        return Arrays.stream(STRIDES)
                .map(stride -> WIDTH / stride * (HEIGHT / stride))
                .sum();
    }

    private float[] random(int count, float from, float to) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + (to - from) * random.nextFloat();
        }
        return values;
    }

    private static Tensor tensor(String name, float[] values, int... shape) {
        return new Tensor(name, shape, FloatBuffer.wrap(values));
    }
}
