package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.media.MovingClip;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.ffmpeg.ClipMuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.source.SourceUrl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipMuxerTest {
    @TempDir
    static Path folder;

    static Path source;

    @BeforeAll
    static void encode() throws Exception {
        source = MovingClip.h264(folder.resolve("source.mp4"), 160, 96, 30);
    }

    private static Recorder read(Path file) throws Exception {
        Recorder recorder = new Recorder();
        StreamOptions options =
                StreamOptions.of("hall", SourceUrl.of(file)).withPaced(false).withLoop(false);
        try (CameraStream stream = new CameraStream(options, recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        return recorder;
    }

    private static List<ClipMuxer.Unit> units(Recorder recorder) {
        return recorder.units.stream()
                .map(unit -> new ClipMuxer.Unit(unit.key(), unit.ptsMicros(), unit.data()))
                .toList();
    }

    private static ClipMuxer muxer(Path file, StreamInfo info, List<ClipMuxer.Unit> beginning) throws FfmpegException {
        return new ClipMuxer(file, info.codec(), info.width(), info.height(), beginning);
    }

    @Test
    void finish_unitsOfACamera_givesAClipOfTheSameUnitsAndTimes() throws Exception {
        Recorder camera = read(source);
        Path clip = folder.resolve("clip.mp4");
        List<ClipMuxer.Unit> all = units(camera);
        try (ClipMuxer muxer = muxer(clip, camera.streams.get(0), all.subList(0, 5))) {
            for (ClipMuxer.Unit unit : all) {
                muxer.write(unit);
            }
            muxer.finish();
        }

        Recorder again = read(clip);
        assertThat(again.pictures).hasSize(30);
        assertThat(again.streams.get(0).codec()).isEqualTo(camera.streams.get(0).codec());
        assertThat(again.units)
                .extracting(AccessUnit::data)
                .containsExactlyElementsOf(
                        all.stream().map(ClipMuxer.Unit::data).toList());
        long first = all.get(0).ptsMicros();
        long firstAgain = again.units.get(0).ptsMicros();
        for (int i = 0; i < all.size(); i++) {
            assertThat(again.units.get(i).ptsMicros() - firstAgain)
                    .isBetween(all.get(i).ptsMicros() - first - 12, all.get(i).ptsMicros() - first + 12);
        }
    }

    @Test
    void finish_indexStandsFirst_soThatABrowserCanBeginAtOnce() throws Exception {
        Recorder camera = read(source);
        Path clip = folder.resolve("first.mp4");
        List<ClipMuxer.Unit> all = units(camera);
        try (ClipMuxer muxer = muxer(clip, camera.streams.get(0), all)) {
            for (ClipMuxer.Unit unit : all) {
                muxer.write(unit);
            }
            muxer.finish();
        }

        String bytes = new String(Files.readAllBytes(clip), StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("moov")).isBetween(0, bytes.indexOf("mdat"));
    }

    @Test
    void open_streamThatNoBrowserPlaysOrNoKeyFrame_isRefusedInWords() throws Exception {
        List<ClipMuxer.Unit> all = units(read(source));
        StreamInfo jpeg = new StreamInfo("hall", 1, "jpeg", 160, 96);
        StreamInfo h264 = new StreamInfo("hall", 1, "avc1.42c00a", 160, 96);

        assertThatThrownBy(() -> muxer(folder.resolve("a.mp4"), jpeg, all).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("got jpeg");
        assertThatThrownBy(() ->
                        muxer(folder.resolve("b.mp4"), h264, all.subList(1, 5)).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("key false");
        assertThatThrownBy(() -> muxer(folder.resolve("none/c.mp4"), h264, all).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("creating");
    }
}
