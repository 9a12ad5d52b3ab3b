package dev.osprey.media.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PacketJoinerTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final List<List<byte[]>> PICTURES = SlicedVideo.pictures(12);

    private static List<String> slices(byte[] data) {
        return SlicedVideo.units(data).stream()
                .filter(SlicedVideo::slice)
                .map(unit -> Arrays.hashCode(unit) + "/" + unit.length)
                .toList();
    }

    private static List<List<String>> expected() {
        return PICTURES.stream()
                .map(picture -> slices(SlicedVideo.started(picture)))
                .toList();
    }

    private static Packet packet(List<byte[]> units) {
        return new Packet(SlicedVideo.started(units), false, Packet.UNKNOWN, 0);
    }

    private static List<List<String>> joined(PacketJoiner joiner, List<List<byte[]>> packets) {
        List<Packet> out = new ArrayList<>();
        packets.forEach(each -> out.addAll(joiner.add(packet(each))));
        out.addAll(joiner.flush());
        return out.stream().map(each -> slices(each.data())).toList();
    }

    @Test
    void pictures_ofTheEncoder_haveFourSlices() {
        assertThat(expected()).hasSize(12).allSatisfy(slices -> assertThat(slices)
                .hasSize(SlicedVideo.SLICES));
    }

    /** However a picture is spread over packets, and whatever is repeated between its slices. */
    @Property(tries = 200)
    void add_anySplitOfPicturesOverPackets_givesTheSamePictures(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<byte[]>> packets = new ArrayList<>();
        for (List<byte[]> picture : PICTURES) {
            List<byte[]> units = random.nextBoolean() ? SlicedVideo.repeating(picture) : picture;
            List<byte[]> packet = new ArrayList<>();
            for (byte[] unit : units) {
                packet.add(unit);
                if (random.nextInt(3) == 0) {
                    packets.add(packet);
                    packet = new ArrayList<>();
                }
            }
            if (!packet.isEmpty()) {
                packets.add(packet);
            }
        }
        assertThat(joined(new PacketJoiner(Nal.H264, NEVER), packets)).isEqualTo(expected());
    }

    @Test
    void add_wholePictures_areHandedOnAtOnceAndAsTheyAreOnceTrusted() {
        PacketJoiner joiner = new PacketJoiner(Nal.H264, 3);
        List<Integer> given = new ArrayList<>();
        for (List<byte[]> picture : PICTURES) {
            Packet packet = packet(picture);
            List<Packet> out = joiner.add(packet);
            given.add(out.size());
            if (given.size() > 4) {
                assertThat(out.get(0)).isSameAs(packet);
            }
        }
        assertThat(given).startsWith(0, 1, 1, 2, 1, 1).doesNotContain(3);
        assertThat(joiner.flush()).isEmpty();
    }

    @Test
    void add_firstSplitAfterTrust_costsThatPictureAlone() {
        List<List<byte[]>> packets = new ArrayList<>();
        for (int i = 0; i < PICTURES.size(); i++) {
            if (i < 6) {
                packets.add(PICTURES.get(i));
            } else {
                PICTURES.get(i).forEach(unit -> packets.add(List.of(unit)));
            }
        }
        List<List<String>> joined = joined(new PacketJoiner(Nal.H264, 3), packets);
        assertThat(joined.subList(8, joined.size())).isEqualTo(expected().subList(7, 12));
    }

    @Test
    void add_otherTimes_areOtherPictures() {
        PacketJoiner joiner = new PacketJoiner(Nal.H264, NEVER);
        List<byte[]> picture = PICTURES.get(0);
        joiner.add(new Packet(SlicedVideo.started(picture.subList(0, 3)), false, 0, 0));
        assertThat(joiner.add(new Packet(SlicedVideo.started(picture.subList(3, 4)), false, 40_000, 0)))
                .as("the first was lost half")
                .hasSize(1);
    }

    @Test
    void add_keyFramesThatLookAlike_areTwoByTheirFirstMacroblock() {
        PacketJoiner joiner = new PacketJoiner(Nal.H264, NEVER);
        assertThat(joiner.add(packet(PICTURES.get(0)))).isEmpty();
        assertThat(joiner.add(packet(PICTURES.get(0)))).hasSize(1);
    }

    @Test
    void add_slicesWithoutParameterSets_goByTheirFirstMacroblock() {
        PacketJoiner joiner = new PacketJoiner(Nal.H264, NEVER);
        List<byte[]> slices = PICTURES.get(1);
        assertThat(joiner.add(packet(slices.subList(0, 2)))).isEmpty();
        assertThat(joiner.add(packet(slices.subList(2, 4)))).isEmpty();
        assertThat(joiner.add(packet(PICTURES.get(2)))).hasSize(1);
        assertThat(joiner.flush()).hasSize(1);
    }

    @Test
    void add_sliceSegmentsOfH265_goOnUntilOneIsAPicturesFirst() {
        byte[] vps = HexFormat.of().parseHex("40010c01");
        byte[] first = HexFormat.of().parseHex("2601af08");
        byte[] next = HexFormat.of().parseHex("26012f08");
        byte[] prefix = HexFormat.of().parseHex("4e01aa");
        PacketJoiner joiner = new PacketJoiner(Nal.H265, NEVER);
        assertThat(joiner.add(packet(List.of(vps)))).isEmpty();
        assertThat(joiner.add(packet(List.of(first)))).isEmpty();
        assertThat(joiner.add(packet(List.of(prefix, vps, next)))).isEmpty();
        assertThat(joiner.add(packet(List.of(next)))).isEmpty();
        assertThat(joiner.add(packet(List.of(first)))).singleElement().satisfies(picture -> assertThat(picture.data())
                .isEqualTo(SlicedVideo.started(List.of(vps, first, next, next))));
    }

    @Property(tries = 300)
    void add_anyBytes_isSurvived(@ForAll byte[] bytes, @ForAll boolean h264) {
        PacketJoiner joiner = new PacketJoiner(h264 ? Nal.H264 : Nal.H265, 3);
        byte[] startCode = {0, 0, 1};
        byte[] packet = new byte[bytes.length + 3];
        System.arraycopy(startCode, 0, packet, 0, 3);
        System.arraycopy(bytes, 0, packet, 3, bytes.length);
        int before = joiner.add(new Packet(packet, true, 0, 0)).size();
        assertThat(before + joiner.flush().size()).isLessThanOrEqualTo(1);
    }
}
