package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Layout;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.spi.StageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    private static final Preprocessing USUAL = Preprocessing.OPEN
            .withOrder(Order.BGR)
            .withNormalisation(List.of(1.0, 2.0, 3.0), List.of(10.0, 20.0, 30.0))
            .withFit(Fit.LETTERBOX, 114);

    @Test
    void pixelsFor_nothingSaid_isRgbFromZeroToOneStretched() throws Exception {
        PixelSpec spec = Preprocessing.OPEN.pixelsFor(input(OnnxJavaType.FLOAT, 1, 3, 48, 64), "model m.onnx");
        assertThat(spec).isEqualTo(PixelSpec.tensor(64, 48));
    }

    @Test
    void pixelsFor_channelsLast_isPixelAfterPixel() throws Exception {
        PixelSpec spec = Preprocessing.OPEN.pixelsFor(input(OnnxJavaType.UINT8, -1, 48, 64, 1), "model m.onnx");
        assertThat(spec.layout()).isEqualTo(Layout.NHWC);
        assertThat(spec.order()).isEqualTo(Order.GREY);
        assertThat(spec.type()).isEqualTo(PixelSpec.Type.U8);
        assertThat(spec.width()).isEqualTo(64);
        assertThat(spec.height()).isEqualTo(48);
        assertThat(spec.std()).containsExactly(1);
    }

    @Test
    void pixelsFor_openSize_takesTheOneAskedFor() throws Exception {
        PixelSpec spec = Preprocessing.OPEN
                .withSize(640, 384)
                .pixelsFor(input(OnnxJavaType.FLOAT16, 1, 3, -1, -1), "model m.onnx");
        assertThat(spec.width()).isEqualTo(640);
        assertThat(spec.height()).isEqualTo(384);
        assertThat(spec.type()).isEqualTo(PixelSpec.Type.F16);
    }

    @Test
    void pixelsFor_openSizeAndNoneAskedFor_saysWhatToSet() {
        assertThatThrownBy(() -> Preprocessing.OPEN.pixelsFor(input(OnnxJavaType.FLOAT, 1, 3, -1, -1), "model m.onnx"))
                .isInstanceOf(StageException.class)
                .hasMessage(
                        "model m.onnx takes in float32[1,3,?,?], any size; set `size: [width, height]` to the one it"
                                + " was trained with, such as [640, 640]");
    }

    @Test
    void pixelsFor_anotherSizeThanTheModels_isRefused() {
        assertThatThrownBy(() -> Preprocessing.OPEN
                        .withSize(320, 320)
                        .pixelsFor(input(OnnxJavaType.FLOAT, 1, 3, 640, 640), "model m.onnx"))
                .hasMessageContaining("width 640 and no other; width 320 was asked for");
    }

    @Test
    void pixelsFor_whatIsNoPicture_isRefusedInWords() {
        assertRefused(input(OnnxJavaType.FLOAT, 1, 512), "of four dimensions");
        assertRefused(input(OnnxJavaType.FLOAT, 1, 7, 48, 48), "of 1 or 3 channels");
        assertRefused(input(OnnxJavaType.FLOAT, 4, 3, 48, 48), "4 pictures at once");
        assertRefused(input(OnnxJavaType.INT64, 1, 3, 48, 48), "float32, float16, int32 or uint8");
    }

    @Test
    void pixelsFor_orderOfAnotherNumberOfChannels_isRefused() {
        assertThatThrownBy(() -> Preprocessing.OPEN
                        .withOrder(Order.BGR)
                        .pixelsFor(input(OnnxJavaType.FLOAT, 1, 1, 48, 48), "model m.onnx"))
                .hasMessageContaining("1 channels; order BGR has 3: set `order: GREY`");
    }

    @Test
    void over_openParts_areTheDefaults() {
        assertThat(Preprocessing.OPEN.withFit(Fit.STRETCH, 0).over(USUAL)).isEqualTo(USUAL.withFit(Fit.STRETCH, 0));
    }

    @Test
    void over_otherOrderOfChannels_turnsTheDefaultsNormalisation() {
        Preprocessing merged = Preprocessing.OPEN.withOrder(Order.RGB).over(USUAL);
        assertThat(merged.mean()).containsExactly(3.0, 2.0, 1.0);
        assertThat(merged.std()).containsExactly(30.0, 20.0, 10.0);
    }

    @Test
    void of_properties_readsEachForm() throws Exception {
        Preprocessing said = Preprocessing.of(Map.of(
                "size",
                "640x384",
                "order",
                "BGR",
                "mean",
                "[1.5, 2, 3]",
                "std",
                "255",
                "fit",
                "letterbox-top-left",
                "fill",
                "114",
                "layout",
                "yolox"));
        assertThat(said)
                .isEqualTo(new Preprocessing(
                        List.of(640, 384),
                        Order.BGR,
                        List.of(1.5, 2.0, 3.0),
                        List.of(255.0),
                        Fit.LETTERBOX_TOP_LEFT,
                        114.0));
        assertThat(Preprocessing.of(Map.of())).isEqualTo(Preprocessing.OPEN);
    }

    @Test
    void of_unreadableProperties_areNamed() {
        assertThatThrownBy(() -> Preprocessing.of(Map.of("mean", "a lot")))
                .hasMessageContaining("mean")
                .hasMessageContaining("'a lot'");
        assertThatThrownBy(() -> Preprocessing.of(Map.of("std", "1,2,3,4"))).hasMessageContaining("one to three");
        assertThatThrownBy(() -> Preprocessing.of(Map.of("fit", "squeeze")))
                .hasMessage(
                        "the model's property fit must be one of [STRETCH, CROP, LETTERBOX, LETTERBOX_TOP_LEFT], got"
                                + " 'squeeze'");
    }

    @Test
    void new_valuesOutOfRange_areRefusedInWords() {
        assertThatThrownBy(() -> new Preprocessing(List.of(0), null, List.of(), List.of(), null, null))
                .hasMessage("size must be one or two numbers >= 1, width and height, got [0]");
        assertThatThrownBy(() -> Preprocessing.OPEN.withNormalisation(List.of(1.0, 2.0), List.of()))
                .hasMessage("mean must be one number or three, got [1.0, 2.0]");
        assertThatThrownBy(() -> Preprocessing.OPEN.withNormalisation(List.of(), List.of(0.0)))
                .hasMessage("std must not be 0, got [0.0]");
        assertThatThrownBy(() -> Preprocessing.OPEN.withFit(Fit.LETTERBOX, 300))
                .hasMessage("fill must be in 0..255, got 300.0");
    }

    @Test
    void of_valueOutOfRange_namesTheProperty() {
        assertThatThrownBy(() -> Preprocessing.of(Map.of("std", "0")))
                .isInstanceOf(StageException.class)
                .hasMessage("the model's property std must not be 0, got [0.0]");
    }

    private static void assertRefused(TensorShape input, String words) {
        assertThatThrownBy(() -> Preprocessing.OPEN.withSize(48, 48).pixelsFor(input, "model m.onnx"))
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG))
                .hasMessageContaining(words);
    }

    private static TensorShape input(OnnxJavaType type, long... dimensions) {
        return new TensorShape(
                "in", type, java.util.Arrays.stream(dimensions).boxed().toList());
    }
}
