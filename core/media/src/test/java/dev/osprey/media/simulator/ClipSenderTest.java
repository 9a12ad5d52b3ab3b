package dev.osprey.media.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipSenderTest {
    private static final int FRAME_MICROS = 100_000;
    private static final int KEY_INTERVAL = 10;

    private final AtomicLong nanos = new AtomicLong();
    private final Recorder recorder = new Recorder();
    private final Broadcast broadcast = new Broadcast(clip(40), new Broadcast.Login(null, ""), nanos::get);

    @Test
    void sendDue_clientJoinsInMidGroup_beginsAtTheNewestKeyFrame() throws IOException {
        advanceMillis(1350);
        ClipSender sender = sender();

        long waitMillis = sender.sendDue();

        assertThat(recorder.frames).containsExactly(10, 11, 12, 13);
        assertThat(waitMillis).isEqualTo(50);
    }

    @Test
    void sendDue_slowClient_skipsToTheNewestKeyFrame() throws IOException {
        ClipSender sender = sender();
        sender.sendDue();
        advanceMillis(3250);

        sender.sendDue();

        assertThat(recorder.frames).containsExactly(0, 30, 31, 32);
    }

    @Test
    void sendDue_slightlyLateClient_losesNothing() throws IOException {
        ClipSender sender = sender();
        sender.sendDue();
        advanceMillis(910);
        sender.sendDue();

        assertThat(recorder.frames).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void sendDue_overTheEndOfTheClip_timestampsAndNumbersGoOn() throws IOException {
        ClipSender sender = sender();
        for (int frame = 0; frame < 45; frame++) {
            sender.sendDue();
            advanceMillis(100);
        }

        assertThat(recorder.frames).hasSize(45).endsWith(39, 0, 1, 2, 3, 4);
        for (int i = 1; i < 45; i++) {
            assertThat(recorder.timestamps.get(i) - recorder.timestamps.get(i - 1))
                    .isEqualTo(9000);
            assertThat((short) (recorder.sequences.get(i) - recorder.sequences.get(i - 1)))
                    .isEqualTo((short) 1);
        }
    }

    @Test
    void sendDue_everyFiveSeconds_reportsWhichTimeATimestampStandsFor() throws IOException {
        ClipSender sender = sender();
        for (int frame = 0; frame < 101; frame++) {
            sender.sendDue();
            advanceMillis(100);
        }

        assertThat(recorder.reports).hasSize(3);
        ByteBuffer first = recorder.reports.get(0);
        ByteBuffer second = recorder.reports.get(1);
        assertThat(second.getInt(8) - first.getInt(8)).isEqualTo(5);
        assertThat(second.getInt(16) - first.getInt(16)).isEqualTo(5 * 90_000);
    }

    @Test
    void sendDue_otherClip_beginsItAtItsFirstPicture() throws IOException {
        ClipSender sender = sender();
        advanceMillis(250);
        sender.sendDue();
        broadcast.play(clip(5));
        sender.sendDue();
        advanceMillis(100);
        sender.sendDue();

        assertThat(recorder.frames).containsExactly(0, 1, 2, 0, 1);
        assertThat(recorder.timestamps).isSorted();
    }

    private ClipSender sender() {
        return new ClipSender(broadcast, new RtpStream(new Random(1)), recorder);
    }

    private void advanceMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    /** Pictures of one NAL unit each, whose second byte is the picture's number. */
    private static Clip clip(int frames) {
        List<Clip.Unit> units = IntStream.range(0, frames)
                .mapToObj(i -> new Clip.Unit(
                        i % KEY_INTERVAL == 0, (long) i * FRAME_MICROS, (long) i * FRAME_MICROS, List.of(new byte[] {
                            5, (byte) i
                        })))
                .toList();
        return new Clip(Codec.H264, 64, 64, List.of(), units, (long) frames * FRAME_MICROS);
    }

    private static final class Recorder implements PacketPath {
        private final List<Integer> frames = new ArrayList<>();
        private final List<Integer> timestamps = new ArrayList<>();
        private final List<Short> sequences = new ArrayList<>();
        private final List<ByteBuffer> reports = new ArrayList<>();

        @Override
        public void send(List<byte[]> rtpPackets) {
            for (byte[] packet : rtpPackets) {
                frames.add((int) packet[13]);
                timestamps.add(ByteBuffer.wrap(packet).getInt(4));
                sequences.add(ByteBuffer.wrap(packet).getShort(2));
            }
        }

        @Override
        public void sendControl(byte[] rtcpPacket) {
            reports.add(ByteBuffer.wrap(rtcpPacket));
        }

        @Override
        public String description() {
            return "recorded";
        }

        @Override
        public void close() {
            frames.clear();
        }
    }
}
