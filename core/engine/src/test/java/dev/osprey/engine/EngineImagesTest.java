package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.engine.fakes.FakePicture;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.engine.frame.MadePictures;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures that stages make: who may look at them, and that they are let go of, whatever happens. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineImagesTest {
    private static final StageSpec MAKES = StageSpec.of(Result.Image.KIND);
    private static final PixelSpec FORM = PixelSpec.bytes(8, 6, PixelSpec.Order.RGB);
    private static final Region PART = Region.of(new Box(10, 20, 80, 60));

    private final FakePicture picture = FakePicture.of("hall", 0);
    private final List<Result.Image> images = new CopyOnWriteArrayList<>();

    private Result.Image write(Input input) throws StageException {
        Result.Image image = input.write(PART, FORM, ByteBuffer.allocateDirect(FORM.sizeBytes(PART)));
        images.add(image);
        return image;
    }

    private FakeStage filter() {
        return new FakeStage("filter").saying(MAKES).doing(batch -> List.of(Output.of(write(batch.get(0)))));
    }

    private static void analyse(Feed feed, Picture picture) throws Exception {
        feed.submit(picture);
        feed.drain(Rig.SOON);
    }

    private void assertAllFreed() {
        assertThat(picture.isFreed()).as("the camera's picture is freed").isTrue();
        assertThat(picture.written()).allMatch(FakePicture::isFreed, "is freed");
        assertThat(picture.misuses()).isZero();
    }

    @Test
    void write_imageAmongTheResults_reachesTheListenerWithItsPixelsAndIsFreedAfterwards() throws Exception {
        List<String> seen = new ArrayList<>();
        try (Rig rig = new Rig(Rig.options(), filter())) {
            Feed feed = rig.engine.open("hall", rig.prepare("stages: [filter]"), new AnalysisListener() {
                @Override
                public void onAnalysis(Analysis analysis, Picture of) {
                    seen.add("without");
                }

                @Override
                public void onAnalysis(Analysis analysis, Picture of, MadePictures made) {
                    Result.Image image = (Result.Image)
                            analysis.results().get("filter").get(0).result();
                    FakePicture pixels = (FakePicture) made.of(image).orElseThrow();
                    seen.add(pixels.width() + " x " + pixels.height() + ", " + pixels.references() + " of "
                            + image.region().equals(PART));
                }
            });
            analyse(feed, picture);
        }
        assertThat(seen).containsExactly("8 x 6, 1 of true");
        assertThat(picture.written()).hasSize(1);
        assertAllFreed();
    }

    @Test
    void write_listenerRetainsTheImage_itOutlivesTheRun() throws Exception {
        List<Picture> kept = new ArrayList<>();
        try (Rig rig = new Rig(Rig.options(), filter())) {
            Feed feed = rig.engine.open("hall", rig.prepare("stages: [filter]"), new AnalysisListener() {
                @Override
                public void onAnalysis(Analysis analysis, Picture of) {
                    throw new AssertionError("the other one is called");
                }

                @Override
                public void onAnalysis(Analysis analysis, Picture of, MadePictures made) {
                    kept.add(made.of(images.get(0)).orElseThrow().retain());
                }
            });
            analyse(feed, picture);
        }
        assertThat(picture.written().get(0).references()).isEqualTo(1);
        kept.get(0).release();
        assertAllFreed();
    }

    @Test
    void write_imageNotReturned_isFreedWithTheRun() throws Exception {
        FakeStage filter = new FakeStage("filter").saying(MAKES).doing(batch -> {
            write(batch.get(0));
            return FakeStage.nothing(batch);
        });
        try (Rig rig = new Rig(Rig.options(), filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
            assertThat(picture.written()).hasSize(1);
            assertAllFreed();
        }
    }

    @Test
    void write_callFails_isFreedWithTheRun() throws Exception {
        FakeStage filter = new FakeStage("filter").saying(MAKES).doing(batch -> {
            write(batch.get(0));
            throw new IllegalStateException("broken");
        });
        try (Rig rig = new Rig(Rig.options(), filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
            assertThat(picture.written()).hasSize(1);
            assertAllFreed();
        }
    }

    @Test
    void cascade_afterAnImage_readsItsPixelsInSourceCoordinates() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        FakeStage look = new FakeStage("look").doing(batch -> {
            Input input = batch.get(0);
            seen.add(input.region());
            seen.add(input.parent().orElseThrow());
            input.read(input.region(), FORM, ByteBuffer.allocateDirect(FORM.sizeBytes(PART)));
            return List.of(Output.of(new Result.Detection("x", 1, input.region().bounds())));
        });
        try (Rig rig = new Rig(Rig.options(), filter(), look)) {
            analyse(rig.open("hall", "stages: [filter, {look: {}, after: filter}]"), picture);
            assertThat(seen).containsExactly(PART, images.get(0));
            assertThat(picture.reads()).as("of the camera's picture").isEmpty();
            assertThat(picture.written().get(0).reads()).containsExactly(PART);
            assertThat(rig.analyses.get(0).results().get("look").get(0).parent())
                    .contains(new Parent("filter", 0));
            assertAllFreed();
        }
    }

    @Test
    void write_ofAStageOnAnImage_isTheRunsToo() throws Exception {
        FakeStage again = new FakeStage("again").saying(MAKES).doing(batch -> List.of(Output.of(write(batch.get(0)))));
        try (Rig rig = new Rig(Rig.options(), filter(), again)) {
            analyse(rig.open("hall", "stages: [filter, {again: {}, after: filter}]"), picture);
            FakePicture first = picture.written().get(0);
            assertThat(rig.analyses.get(0).results().get("again")).hasSize(1);
            assertThat(first.written()).hasSize(1).allMatch(FakePicture::isFreed);
            assertAllFreed();
        }
    }

    @Test
    void image_thatNoWriteHasMade_failsTheCallByItsName() throws Exception {
        FakeStage filter = new FakeStage("filter").saying(MAKES).finding(Result.Image.of(PART, 8, 6));
        try (Rig rig = new Rig(Rig.options(), filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
            assertThat(rig.status("filter").lastError())
                    .contains("stage 'filter' returned an image that no write of this input has made");
            assertThat(rig.analyses.get(0).results()).isEmpty();
            assertAllFreed();
        }
    }

    @Test
    void image_ofAnEarlierPicture_isRefused() throws Exception {
        FakeStage filter = new FakeStage("filter")
                .saying(MAKES)
                .doing(batch -> List.of(Output.of(images.isEmpty() ? write(batch.get(0)) : images.get(0))));
        try (Rig rig = new Rig(Rig.options(), filter)) {
            Feed feed = rig.open("hall", "stages: [filter]");
            analyse(feed, picture);
            analyse(feed, rig.picture("hall", 1));
            assertThat(rig.analyses.get(0).results()).containsKey("filter");
            assertThat(rig.analyses.get(1).results()).isEmpty();
            assertAllFreed();
        }
    }

    @Test
    void write_afterTheCallHasReturned_throws() throws Exception {
        List<Input> leaked = new CopyOnWriteArrayList<>();
        FakeStage filter = new FakeStage("filter").saying(MAKES).doing(batch -> {
            leaked.addAll(batch);
            return FakeStage.nothing(batch);
        });
        try (Rig rig = new Rig(Rig.options(), filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> write(leaked.get(0)))
                .withMessageContaining("images written only until process() returns");
        assertThat(picture.written()).isEmpty();
        assertAllFreed();
    }

    @Test
    void write_oneMoreThanTheLimit_failsTheCallWithBothNumbers() throws Exception {
        FakeStage filter = new FakeStage("filter").saying(MAKES).doing(batch -> {
            write(batch.get(0));
            write(batch.get(0));
            return List.of(Output.of(write(batch.get(0))));
        });
        try (Rig rig = new Rig(Rig.options().withMaxImages(2, 1000), filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
            assertThat(rig.status("filter").lastError()).contains("no more than 2 images are kept of one picture");
            assertThat(rig.status("filter").state()).isEqualTo(StageStatus.State.RUNNING);
            assertThat(picture.written()).hasSize(2);
            assertAllFreed();
        }
    }

    @Test
    void write_morePixelsThanTheLimit_failsBeforeTheyAreCopied() throws Exception {
        FakeStage filter = new FakeStage("filter").saying(MAKES).doing(batch -> {
            write(batch.get(0));
            return List.of(Output.of(write(batch.get(0))));
        });
        try (Rig rig = new Rig(Rig.options().withMaxImages(9, 90), filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
            assertThat(rig.status("filter").lastError())
                    .contains("no more than 90 pixels", "there are 48 already, and 48 are to come");
            assertThat(picture.written()).hasSize(1);
            assertAllFreed();
        }
    }

    @Test
    void write_underWayWhenTheRunEnds_isFreedAndThrows() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch through = new CountDownLatch(1);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        picture.duringWrite(() -> FakeStage.hang(end));
        FakeStage filter = new FakeStage("filter").saying(MAKES).doing(batch -> {
            try {
                write(batch.get(0));
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
            through.countDown();
            return FakeStage.nothing(batch);
        });
        EngineOptions hasty = Rig.options().withDeadline(Duration.ofMillis(20)).withGrace(Duration.ofMillis(20));
        try (Rig rig = new Rig(hasty, filter)) {
            analyse(rig.open("hall", "stages: [filter]"), picture);
            assertThat(rig.analyses).hasSize(1);
            assertThat(picture.isFreed()).as("while a write is under way").isFalse();
            end.countDown();
            assertThat(through.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThat(thrown).singleElement().satisfies(e -> assertThat(e)
                    .hasMessageContaining("takes no more images"));
            Rig.await("the pictures are freed", picture::isFreed);
        }
        assertAllFreed();
    }
}
