package dev.osprey.media.simulator;

/** A video format that the camera can send, with the name that RTP has for it and its payload type. */
enum Codec {
    H264("H264", 96),
    H265("H265", 96),
    JPEG("JPEG", 26),
    /** Any video within an MPEG transport stream. */
    MP2T("MP2T", 33);

    /** RTP's clock for video, in ticks a second. */
    static final int CLOCK_RATE = 90_000;

    private final String rtpName;
    private final int payloadType;

    Codec(String rtpName, int payloadType) {
        this.rtpName = rtpName;
        this.payloadType = payloadType;
    }

    String rtpName() {
        return rtpName;
    }

    int payloadType() {
        return payloadType;
    }

    /** Whether a NAL unit is a parameter set of this codec, as opposed to a part of a picture. */
    boolean isParameterSet(byte[] nal) {
        return switch (this) {
            case H264 -> (nal[0] & 0x1f) == 7 || (nal[0] & 0x1f) == 8;
            case H265 -> hevcType(nal) >= 32 && hevcType(nal) <= 34;
            case JPEG, MP2T -> false;
        };
    }

    static int hevcType(byte[] nal) {
        return (nal[0] >> 1) & 0x3f;
    }
}
