package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.SlicedVideo;
import dev.osprey.media.source.SourceUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlicedStreamTest {
    @TempDir
    Path folder;

    /** As some senders do: the parameter sets before each slice of a key frame, where FFmpeg's parser cuts it. */
    @Test
    void stream_keyFramesOfSeveralSlicesBetweenParameterSets_arriveWholeAndAreDecoded() throws Exception {
        Path file = Files.write(folder.resolve("sliced.h264"), SlicedVideo.repeatingStream(20));
        Recorder recorder = new Recorder();
        StreamOptions options =
                StreamOptions.of("hall", SourceUrl.of(file)).withPaced(false).withLoop(false);
        try (CameraStream stream = new CameraStream(options, recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
            assertThat(stream.status().corrupt()).isZero();
        }
        List<AccessUnit> units = recorder.units;
        assertThat(units).hasSize(20);
        assertThat(units).filteredOn(AccessUnit::key).hasSize(20 / SlicedVideo.KEY_INTERVAL);
        assertThat(units).allSatisfy(unit -> assertThat(slices(unit.data())).isEqualTo(SlicedVideo.SLICES));
        assertThat(recorder.pictures).hasSize(20);
    }

    private static long slices(byte[] data) {
        long slices = 0;
        for (int i = 0; i + 3 < data.length; i++) {
            int type = data[i + 3] & 0x1f;
            if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1 && (type == 1 || type == 5)) {
                slices++;
            }
        }
        return slices;
    }
}
