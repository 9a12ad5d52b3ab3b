package dev.osprey.server.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.ffmpeg.ClipMuxer;
import dev.osprey.server.live.HeldBytes;
import dev.osprey.server.live.VideoMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipRecorderTest {
    private static final Instant START = Instant.parse("2026-11-24T05:50:41Z");
    private static final StreamInfo H264 = new StreamInfo("hall", 1, "avc1.4d401f", 960, 540);

    private final HeldBytes held = new HeldBytes(1L << 30);
    private Instant now = START;
    private final ClipRecorder recorder = new ClipRecorder("hall", () -> now);
    private int pictures;

    /** A picture a second, each third one a key frame. */
    private void record(int seconds, int bytes) {
        for (int i = 0; i < seconds; i++) {
            boolean key = pictures % 3 == 0;
            AccessUnit unit = new AccessUnit("hall", 1, key, false, pictures * 1_000_000L, 0, new byte[bytes]);
            recorder.onVideo(new VideoMessage(unit, held));
            pictures++;
            now = START.plusSeconds(pictures);
        }
    }

    private List<Long> seconds(Instant from) {
        return recorder.from(from).orElseThrow().units().stream()
                .map(ClipMuxer.Unit::ptsMicros)
                .map(micros -> micros / 1_000_000)
                .toList();
    }

    @Test
    void from_aTime_beginsWithTheLastKeyFrameThreeSecondsBefore() {
        recorder.onStream(H264);
        record(11, 10);

        assertThat(seconds(START.plusSeconds(10))).startsWith(6L).endsWith(10L);
        assertThat(recorder.from(START.plusSeconds(10))
                        .orElseThrow()
                        .units()
                        .get(0)
                        .key())
                .isTrue();
    }

    @Test
    void onVideo_forLong_holdsTheLastSecondsAlone() {
        recorder.onStream(H264);
        record(1_000, 10);

        assertThat(seconds(START)).hasSizeLessThanOrEqualTo(7).first().isEqualTo(993L);
        recorder.close();
        assertThat(held.bytes()).isZero();
    }

    @Test
    void onVideo_unitsOfManyMegabytes_areDroppedToTheLimit() {
        recorder.onStream(H264);
        record(30, 7 << 20);

        assertThat(held.bytes()).isLessThanOrEqualTo(16L << 20);
    }

    @Test
    void after_unitsWereDroppedMeanwhile_isNotWhole() {
        recorder.onStream(H264);
        record(4, 10);
        long position = recorder.from(START).orElseThrow().position();
        record(2, 10);
        assertThat(recorder.after(position).orElseThrow().whole()).isTrue();
        record(60, 10);

        assertThat(recorder.after(position).orElseThrow().whole()).isFalse();
    }

    @Test
    void onStream_another_whatWasHeldIsOfNoUse() {
        recorder.onStream(H264);
        record(4, 10);
        long position = recorder.from(START).orElseThrow().position();
        recorder.onStream(new StreamInfo("hall", 2, "avc1.4d401f", 960, 540));

        assertThat(recorder.from(START)).isEmpty();
        record(3, 10);
        assertThat(recorder.after(position).orElseThrow().whole()).isFalse();
    }

    @Test
    void over_threeSecondsAfterTheLastIsGone() {
        recorder.begin("one", START);
        recorder.begin("two", START);
        now = START.plusSeconds(10);
        recorder.end("one");
        now = START.plusSeconds(20);
        assertThat(recorder.over()).isFalse();

        recorder.end("two");
        now = START.plusSeconds(22);
        assertThat(recorder.over()).isFalse();
        now = now.plus(Duration.ofMillis(1_001));
        assertThat(recorder.over()).isTrue();
    }

    @Test
    void newcomers_areGivenOnce() {
        recorder.begin("one", START);

        assertThat(recorder.newcomers()).containsOnlyKeys("one");
        assertThat(recorder.newcomers()).isEmpty();
    }

    @Test
    void young_thoseThatAreOpenAndCameLately() {
        Map<String, Instant> all = Map.of("old", START, "gone", START.plusSeconds(50), "new", START.plusSeconds(55));
        all.forEach(recorder::begin);
        recorder.end("gone");
        now = START.plusSeconds(60);

        assertThat(recorder.young(all)).containsOnlyKeys("new");
    }
}
