package dev.osprey.media.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnnexBTest {
    private static final byte[] SPS = hex("674d401f");
    private static final byte[] PPS = hex("68ee3c80");
    private static final byte[] IDR = hex("65888040");
    private static final byte[] SLICE = hex("419a2233");

    @Test
    void unit_ofLengthPrefixed_getsStartCodesAndParameterSets() {
        AnnexB annexB = new AnnexB(Nal.H264, avcC());
        AnnexB.Unit key = annexB.unit(prefixed(IDR), false);
        assertThat(key.key()).isTrue();
        assertThat(key.data()).isEqualTo(started(SPS, PPS, IDR));
        assertThat(annexB.codec()).isEqualTo("avc1.4d401f");
        AnnexB.Unit other = annexB.unit(prefixed(SLICE), true);
        assertThat(other.key()).as("a flag alone is not believed").isFalse();
        assertThat(other.data()).isEqualTo(started(SLICE));
    }

    @Test
    void unit_withItsOwnParameterSets_keepsThemAlone() {
        AnnexB annexB = new AnnexB(Nal.H264, started(SPS, PPS));
        byte[] own = hex("6742c01e");
        AnnexB.Unit unit = annexB.unit(started(own, PPS, IDR), true);
        assertThat(unit.data()).isEqualTo(started(own, PPS, IDR));
        assertThat(annexB.codec()).isEqualTo("avc1.42c01e");
        assertThat(annexB.unit(started(IDR), true).data()).isEqualTo(started(own, PPS, IDR));
    }

    @Test
    void unit_withADelimiter_keepsItInFront() {
        AnnexB annexB = new AnnexB(Nal.H264, started(SPS, PPS));
        byte[] delimiter = hex("0910");
        assertThat(annexB.unit(started(delimiter, IDR), true).data()).isEqualTo(started(delimiter, SPS, PPS, IDR));
    }

    @Test
    void unit_thatNeedsNoChange_isThePacketItself() {
        AnnexB annexB = new AnnexB(Nal.H264, new byte[0]);
        byte[] key = hex("000001674d401f" + "0000" + "00000168ee3c80" + "00" + "00000165888040");
        assertThat(annexB.unit(key, true).data()).isSameAs(key);
        byte[] delimited = started(hex("0910"), SPS, PPS, IDR);
        assertThat(annexB.unit(delimited, true).data()).isSameAs(delimited);
        byte[] other = started(SLICE);
        assertThat(annexB.unit(other, false).data()).isSameAs(other);
    }

    @Test
    void unit_withADelimiterBehindItsParameterSets_getsItInFront() {
        AnnexB annexB = new AnnexB(Nal.H264, new byte[0]);
        byte[] delimiter = hex("0910");
        assertThat(annexB.unit(started(SPS, PPS, delimiter, IDR), true).data())
                .isEqualTo(started(delimiter, SPS, PPS, IDR));
    }

    @Test
    void unit_cutShort_keepsWhatIsWhole() {
        AnnexB annexB = new AnnexB(Nal.H264, avcC());
        byte[] packet = hex("00000004" + "419a2233" + "000000ff" + "41");
        assertThat(annexB.unit(packet, false).data()).isEqualTo(started(SLICE));
        assertThat(annexB.unit(new byte[0], false).data()).isEmpty();
    }

    @Test
    void accept_ofBrokenExtradata_isSurvived() {
        AnnexB annexB = new AnnexB(Nal.H264, hex("014d401fffe100ff67"));
        assertThat(annexB.sps()).isEmpty();
        assertThat(annexB.codec()).isEqualTo("avc1");
    }

    @Test
    void codec_ofH265_saysProfileTierLevelAndConstraints() {
        byte[] sps = hex("420101" + "016000000300b0000003000003005d" + "a0028080");
        assertThat(Nal.H265.codec(sps)).isEqualTo("hvc1.1.6.L93.B0");
    }

    @Test
    void unit_ofH265_knowsItsKeyFrames() {
        byte[] vps = hex("40010c01");
        byte[] sps = hex("420101016000000300b0000003000003005da0028080");
        byte[] pps = hex("4401c172");
        AnnexB annexB = new AnnexB(Nal.H265, started(vps, sps, pps));
        byte[] cra = hex("2a01af08");
        assertThat(annexB.unit(started(cra), false)).satisfies(unit -> {
            assertThat(unit.key()).isTrue();
            assertThat(unit.data()).isEqualTo(started(vps, sps, pps, cra));
        });
        assertThat(annexB.unit(started(hex("0201d0")), true).key()).isFalse();
    }

    @Test
    void jpegHeader_ofAJpeg_saysItsSize() {
        byte[] jpeg = hex("ffd8" + "ffe00004" + "0000" + "ffc0000b08" + "0060" + "00a0" + "0301");
        assertThat(JpegHeader.of(jpeg)).isEqualTo(new JpegHeader(160, 96));
        assertThat(JpegHeader.of(hex("ffd8"))).isEqualTo(new JpegHeader(0, 0));
    }

    private static byte[] avcC() {
        return hex("014d401fff" + "e1" + "0004674d401f" + "01" + "000468ee3c80");
    }

    private static byte[] prefixed(byte[] unit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, (byte) unit.length});
        out.writeBytes(unit);
        return out.toByteArray();
    }

    private static byte[] started(byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
