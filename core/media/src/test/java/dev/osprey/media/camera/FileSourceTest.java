package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.MovingClip;
import dev.osprey.media.Tampered;
import dev.osprey.media.source.SourceUrl;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileSourceTest {
    @TempDir
    static Path folder;

    private final Recorder recorder = new Recorder();

    private static StreamOptions file(Path path) {
        return StreamOptions.of("hall", SourceUrl.of(path)).withPaced(false).withLoop(false);
    }

    @Test
    void loop_ofRawH264_goesOnInTimeWithinTheSameStream() throws Exception {
        Path raw = MovingClip.h264(folder.resolve("raw.h264"), 160, 96, 30);
        try (CameraStream stream = new CameraStream(file(raw).withLoop(true), recorder)) {
            stream.start();
            recorder.await(r -> r.pictures.size() > 100);
            assertThat(stream.status().reconnects()).isZero();
        }
        assertThat(recorder.streams).hasSize(1);
        long span = recorder.pictures.get(100).ptsMicros()
                - recorder.pictures.get(0).ptsMicros();
        assertThat(span).isBetween(3_800_000L, 4_200_000L);
    }

    @Test
    void paced_rawH264_keepsItsOwnRate() throws Exception {
        Path raw = MovingClip.h264(folder.resolve("paced.h264"), 160, 96, 30);
        long began = System.nanoTime();
        try (CameraStream stream = new CameraStream(file(raw).withPaced(true), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.pictures).hasSize(30);
        assertThat(System.nanoTime() - began).isGreaterThan(900_000_000L);
    }

    @Test
    void badPicture_ofAnyReason_isCountedAndSkipped() throws Exception {
        Path mjpeg = MovingClip.write(folder.resolve("mjpeg.avi"), "mjpeg", 160, 96, 8);
        Path bad = Tampered.oddlySampled(mjpeg, 3, folder.resolve("bad.avi"));
        try (CameraStream stream = new CameraStream(file(bad), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
            assertThat(stream.status().corrupt()).isEqualTo(1);
            assertThat(stream.status().reconnects()).isZero();
        }
        assertThat(recorder.pictures).hasSize(7);
    }

    @Test
    void clipOnItsSide_isTurnedUprightAndGivesJpegAlone() throws Exception {
        Path clip = MovingClip.h264(folder.resolve("flat.mp4"), 160, 96, 5);
        Path onItsSide = Tampered.onItsSide(clip, folder.resolve("side.mp4"));
        try (CameraStream stream = new CameraStream(file(onItsSide), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.streams.get(0).width()).isEqualTo(96);
        assertThat(recorder.pictures).hasSize(5).allMatch(p -> p.width() == 96 && p.height() == 160);
        assertThat(recorder.units).as("what browsers would show lying down").isEmpty();
        assertThat(recorder.awaitState(State.LIVE).message()).contains("turned by 90°");
    }

    @Test
    void codecThatIsNotListed_isRefusedByName() throws Exception {
        Path odd = MovingClip.write(folder.resolve("odd.mkv"), "magicyuv", 160, 96, 3);
        try (CameraStream stream = new CameraStream(file(odd), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("magicyuv", "h264, hevc, mjpeg");
        }
    }

    @Test
    void containerThatIsNotListed_isRefused() throws Exception {
        Path odd = MovingClip.write(folder.resolve("odd.nut"), "mpeg4", 160, 96, 3);
        try (CameraStream stream = new CameraStream(file(odd), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("no video that can be read");
        }
    }

    @Test
    void pictureThatClaimsToBeHuge_isRefusedWithLimitAndSize() throws Exception {
        Path mjpeg = MovingClip.write(folder.resolve("usual.avi"), "mjpeg", 160, 96, 8);
        Path huge = Tampered.size(mjpeg, 0, 16_000, folder.resolve("huge.avi"));
        try (CameraStream stream = new CameraStream(file(huge), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message())
                    .contains("16000 x 16000 = 256.0 million pixels", "up to 40.0 million", "max-pixels");
        }
    }
}
