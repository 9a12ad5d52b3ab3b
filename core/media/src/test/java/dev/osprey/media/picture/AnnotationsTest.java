package dev.osprey.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.media.frame.OpenCv;
import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int GREY = 90;
    /** Sets no words, so that only shapes are on the picture. */
    private static final Lettering MUTE = (words, ground, height, maxWidth) -> new Lettering.Label(0, 0, new byte[0]);

    private Mat bgr;

    @BeforeEach
    void greyPicture() {
        OpenCv.load();
        try (Scalar grey = new Scalar(GREY, GREY, GREY, 0)) {
            bgr = new Mat(HEIGHT, WIDTH, CV_8UC3, grey);
        }
    }

    @AfterEach
    void closePicture() {
        bgr.close();
    }

    private void draw(Lettering lettering, Result... results) {
        draw(lettering, Arrays.stream(results).map(Finding::of).toList());
    }

    private void draw(Lettering lettering, List<Finding> findings) {
        Annotations.draw(
                bgr,
                new Analysis("hall", 1, 1, 0, Instant.EPOCH, WIDTH, HEIGHT, Map.of("stage", findings), Map.of()),
                lettering);
    }

    private Colour at(int x, int y) {
        ByteBuffer pixels = bgr.createBuffer();
        int place = (y * WIDTH + x) * 3;
        return new Colour(pixels.get(place + 2) & 0xff, pixels.get(place + 1) & 0xff, pixels.get(place) & 0xff);
    }

    private boolean untouched(int x, int y) {
        return at(x, y).equals(new Colour(GREY, GREY, GREY));
    }

    private int touched() {
        int count = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                count += untouched(x, y) ? 0 : 1;
            }
        }
        return count;
    }

    /** A disc in the middle of its box. */
    private static Result.Mask disc(Box box, int cells) {
        List<Integer> runs = new ArrayList<>();
        boolean inside = false;
        int run = 0;
        for (int i = 0; i < cells * cells; i++) {
            boolean is = Math.hypot(i % cells + 0.5 - cells / 2.0, i / cells + 0.5 - cells / 2.0) <= cells * 0.4;
            if (is != inside) {
                runs.add(run);
                run = 0;
                inside = is;
            }
            run++;
        }
        runs.add(run);
        return new Result.Mask("person", 0.9, box, cells, cells, runs);
    }

    @Test
    void draw_ofAMask_tintsWhatIsInsideAndLeavesTheRest() {
        draw(MUTE, disc(new Box(200, 80, 200, 200), 32));
        Colour person = Colour.of("person");
        assertThat(at(300, 180)).isEqualTo(new Colour(GREY, GREY, GREY).mixed(person, 0.4));
        assertThat(untouched(205, 85)).as("corner of its box").isTrue();
        assertThat(untouched(300, 60)).as("above its box").isTrue();
        // Its edge, 80 pixels from the middle, is clear.
        int brightest =
                IntStream.range(215, 226).map(x -> at(x, 180).red()).max().orElseThrow();
        assertThat(brightest).isGreaterThan(at(300, 180).red() + 60);
    }

    @Test
    void draw_ofACoarseMask_hasASmoothEdge() {
        draw(MUTE, disc(new Box(140, 0, 360, 360), 12));
        // Cells are 30 pixels: the edge of a disc of radius 144 stays within half a cell, in all directions.
        for (int degrees = 0; degrees < 360; degrees += 5) {
            double cos = Math.cos(Math.toRadians(degrees));
            double sin = Math.sin(Math.toRadians(degrees));
            assertThat(untouched((int) (320 + 126 * cos), (int) (180 + 126 * sin)))
                    .as("inside at %d degrees", degrees)
                    .isFalse();
            assertThat(untouched((int) (320 + 164 * cos), (int) (180 + 164 * sin)))
                    .as("outside at %d degrees", degrees)
                    .isTrue();
        }
    }

    @Test
    void draw_ofAMaskThatLeavesThePicture_isCutThere() {
        draw(MUTE, disc(new Box(-100, -100, 200, 200), 32), disc(new Box(-9e6, -9e6, 2e7, 2e7), 8));
        assertThat(untouched(5, 5)).isFalse();
        draw(MUTE, disc(new Box(WIDTH + 10, 0, 50, 50), 8));
    }

    @Test
    void draw_ofASingleCell_isSeen() {
        draw(MUTE, new Result.Mask("cup", 1, new Box(0, 0, WIDTH, HEIGHT), 16, 9, List.of(16 * 4 + 8, 1, 16 * 4 + 7)));
        assertThat(untouched(8 * 40 + 20, 4 * 40 + 20)).isFalse();
        assertThat(untouched(100, 100)).isTrue();
    }

    @Test
    void draw_ofTwoMasksOfOneLabel_tellsThemApart() {
        draw(MUTE, disc(new Box(0, 80, 200, 200), 32), disc(new Box(300, 80, 200, 200), 32));
        assertThat(at(100, 180)).isNotEqualTo(at(400, 180));
    }

    @Test
    void draw_ofABody_hasBonesBetweenSureJointsAlone() {
        draw(
                MUTE,
                new Result.Keypoints(
                        "person",
                        0.9,
                        List.of(
                                new Result.Keypoint("left shoulder", 200, 100, 0.9),
                                new Result.Keypoint("left elbow", 300, 100, 0.8),
                                new Result.Keypoint("left wrist", 300, 200, 0.2),
                                new Result.Keypoint("right shoulder", 100, 100, 0.9))));
        assertThat(at(250, 100)).isEqualTo(Colour.of("person").mixed(Colour.WHITE, 0.55));
        assertThat(at(150, 100)).isEqualTo(Colour.of("person"));
        assertThat(untouched(300, 150)).as("a bone to an unsure joint").isTrue();
    }

    @Test
    void draw_ofAHand_hasDotsAlone() {
        draw(
                MUTE,
                new Result.Keypoints(
                        "hand",
                        0.9,
                        List.of(
                                new Result.Keypoint("wrist", 200, 100, 0.9),
                                new Result.Keypoint("thumb tip", 300, 100, 0.8))));
        assertThat(at(200, 100)).isEqualTo(Colour.of("hand"));
        assertThat(untouched(250, 100)).isTrue();
    }

    @Test
    void draw_ofText_isALineAroundIt() {
        Region line = new Region(new Point(100, 100), new Point(300, 140), new Point(300, 180), new Point(100, 140));
        draw(MUTE, new Result.TextRegion("EXIT", 0.9, line));
        assertThat(at(200, 120)).isEqualTo(Colour.of("stage"));
        assertThat(at(100, 120)).isEqualTo(Colour.of("stage"));
        assertThat(untouched(200, 140)).as("inside").isTrue();
    }

    @Test
    void draw_ofBoxMaskAndBodyOfOnePerson_namesItOnce() {
        List<String> set = new ArrayList<>();
        Lettering noting = (words, ground, height, maxWidth) -> {
            set.add(words);
            return MUTE.set(words, ground, height, maxWidth);
        };
        Box box = new Box(100, 80, 120, 240);
        draw(
                noting,
                disc(box, 16),
                new Result.Keypoints("person", 0.8, List.of(new Result.Keypoint("nose", 160, 120, 0.9))),
                new Result.Detection("person", 0.74, box),
                new Result.Detection("stage", 1, box),
                disc(new Box(400, 80, 120, 240), 16));
        assertThat(set).containsExactly("person 74%", "person 90%");
    }

    @Test
    void draw_ofWhoIsFollowed_saysTheNumberInItsColour() {
        List<String> set = new ArrayList<>();
        Lettering noting = (words, ground, height, maxWidth) -> {
            set.add(words);
            return MUTE.set(words, ground, height, maxWidth);
        };
        Box box = new Box(100, 80, 120, 240);
        draw(
                noting,
                List.of(Finding.of(new Result.Detection("person", 0.74, box)).withTrack(3)));
        assertThat(set).containsExactly("person #3 74%");
        assertThat(at(220, 200)).isEqualTo(Colour.ofTrack(3, "person")).isNotEqualTo(Colour.of("person"));
    }

    @Test
    void draw_ofNothing_drawsNothing() {
        draw(
                Lettering.best(),
                new Result.Mask("cup", 0.5, new Box(0, 0, 100, 100), 4, 4, List.of(16)),
                new Result.Mask("cup", 0.5, new Box(0, 0, 100, 100), 0, 0, List.of()),
                new Result.Keypoints("person", 1, List.of(new Result.Keypoint("nose", 3, 3, 0))),
                new Result.Keypoints("person", 1, List.of()));
        assertThat(touched()).isZero();
    }

    @Test
    void draw_ofThingsFarOutside_leavesThePictureAlone() {
        draw(
                MUTE,
                new Result.Detection("cup", 1, new Box(1e12, 1e12, 10, 10)),
                new Result.TextRegion("x", 1, Region.of(new Box(-1e9, -1e9, 10, 10))),
                new Result.Keypoints(
                        "person",
                        1,
                        List.of(
                                new Result.Keypoint("left knee", -1e300, 0, 1),
                                new Result.Keypoint("left hip", -1e200, 0, 1))));
        assertThat(touched()).isZero();
    }

    @Test
    void draw_ofWords_putsThemOnAGroundOfTheLabelsColour() {
        draw(Lettering.best(), new Result.Detection("person", 0.74, new Box(200, 200, 100, 100)));
        assertThat(at(201, 190)).isEqualTo(Colour.of("person"));
        boolean ink = false;
        for (int x = 200; x < 300; x++) {
            ink |= at(x, 193).red() < 80;
        }
        assertThat(ink).as("dark letters on it").isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void set_ofAnyWords_fitsTheRoom(boolean fonts) {
        Lettering lettering = fonts ? new FontLettering() : new StrokeLettering();
        for (String words : List.of("w".repeat(500), "Straße 東京 ①", "a", "\u0007\uD83D\uDE00")) {
            Lettering.Label label = lettering.set(words, Colour.WHITE, 20, 200);
            assertThat(label.width()).as(words).isBetween(5, 200);
            assertThat(label.height()).isEqualTo(20);
            assertThat(label.bgr()).hasSize(label.width() * 20 * 3);
        }
    }

    @Test
    void set_inFonts_tellsLettersApartThatStrokesCannot() {
        Lettering fonts = new FontLettering();
        assertThat(fonts.set("Ä", Colour.WHITE, 20, 200).bgr())
                .isNotEqualTo(fonts.set("A", Colour.WHITE, 20, 200).bgr());
        Lettering strokes = new StrokeLettering();
        assertThat(strokes.set("Ä", Colour.WHITE, 20, 200).bgr())
                .isEqualTo(strokes.set("A", Colour.WHITE, 20, 200).bgr());
    }

    @Test
    void set_keptLabels_areSetOnceUntilOthersTakeTheirPlace() {
        List<String> set = new ArrayList<>();
        Lettering kept = new Lettering.Kept(
                (words, ground, height, maxWidth) -> {
                    set.add(words);
                    return new Lettering.Label(0, 0, new byte[0]);
                },
                2);
        for (String words : List.of("a", "a", "b", "a", "c", "a", "b")) {
            kept.set(words, Colour.WHITE, 20, 200);
        }
        assertThat(set).containsExactly("a", "b", "c", "b");
    }

    @Test
    void place_ofManyInOnePlace_doNotCoverEachOther() {
        List<Box> set = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            set.add(Chips.place(
                    new Box(100 + 3 * i, 100 + 2 * i, 80, 60), 70, 17, 400, 300, List.copyOf(set), List.of()));
        }
        for (Box a : set) {
            for (Box b : set) {
                assertThat(a == b ? 0 : a.iou(b)).isZero();
            }
        }
        assertThat(set.get(0)).isEqualTo(new Box(100, 83, 70, 17));
    }

    @Test
    void place_nearTheEdge_staysInThePicture() {
        assertThat(Chips.place(new Box(390, 2, 50, 200), 60, 17, 400, 300, List.of(), List.of()))
                .satisfies(box -> assertThat(box.right()).isLessThanOrEqualTo(400))
                .satisfies(box -> assertThat(box.y()).isBetween(0.0, 2.0));
        assertThat(Chips.place(new Box(0, 0, 9, 9), 900, 17, 400, 10, List.of(), List.of()))
                .isEqualTo(new Box(0, 0, 900, 17));
    }

    @Test
    void draw_onATinyPicture_staysInside() {
        try (Scalar grey = new Scalar(GREY, GREY, GREY, 0);
                Mat tiny = new Mat(7, 9, CV_8UC3, grey)) {
            Result found = new Result.Detection("a long label", 0.5, new Box(0, 0, WIDTH, HEIGHT));
            Annotations.draw(
                    tiny,
                    new Analysis(
                            "hall",
                            1,
                            1,
                            0,
                            Instant.EPOCH,
                            WIDTH,
                            HEIGHT,
                            Map.of("detect", List.of(Finding.of(found))),
                            Map.of()));
            assertThat(tiny.createBuffer().capacity()).isEqualTo(7 * 9 * 3);
        }
    }

    /** What the page draws in, too: its tests read the same file. */
    @Test
    void coloursAndBones_areThoseOfTheDashboard() throws Exception {
        JsonNode shared = new ObjectMapper()
                .readTree(Path.of("..", "dashboard", "test", "fixtures", "drawing.json")
                        .toFile());
        shared.get("colours").fields().forEachRemaining(entry -> assertThat(
                        String.format("#%06x", Colour.of(entry.getKey()).rgb()))
                .as(entry.getKey())
                .isEqualTo(entry.getValue().asText()));
        List<String> tracks = new ArrayList<>();
        shared.get("tracks").forEach(colour -> tracks.add(colour.asText()));
        for (int i = 0; i < tracks.size(); i++) {
            assertThat(String.format("#%06x", Colour.ofTrack(i + 1, "dog").rgb()))
                    .isEqualTo(tracks.get(i));
        }
        assertThat(String.format("#%06x", Colour.of("person", 1).rgb()))
                .isEqualTo(shared.get("secondPerson").asText());
        List<List<String>> bones = new ArrayList<>();
        shared.get("bones")
                .forEach(bone ->
                        bones.add(List.of(bone.get(0).asText(), bone.get(1).asText())));
        assertThat(SkeletonPainter.BONES).isEqualTo(bones);
    }
}
