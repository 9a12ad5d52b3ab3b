package dev.osprey.media.bitstream;

import java.util.Arrays;

/** Which NAL units matter, in H.264 and in H.265. */
public enum Nal {
    H264 {
        @Override
        int type(byte header) {
            return header & 0x1f;
        }

        @Override
        boolean parameterSet(int type) {
            return type == 7 || type == 8;
        }

        @Override
        boolean sps(int type) {
            return type == 7;
        }

        @Override
        boolean delimiter(int type) {
            return type == 9;
        }

        @Override
        boolean picture(int type) {
            return type >= 1 && type <= 5;
        }

        @Override
        boolean key(int type) {
            return type == 5;
        }

        @Override
        String codec(byte[] sps) {
            return sps.length < 4 ? "avc1" : String.format("avc1.%02x%02x%02x", sps[1], sps[2], sps[3]);
        }
    },
    H265 {
        @Override
        int type(byte header) {
            return header >> 1 & 0x3f;
        }

        @Override
        boolean parameterSet(int type) {
            return type >= 32 && type <= 34;
        }

        @Override
        boolean sps(int type) {
            return type == 33;
        }

        @Override
        boolean delimiter(int type) {
            return type == 35;
        }

        @Override
        boolean picture(int type) {
            return type < 32;
        }

        @Override
        boolean key(int type) {
            return type >= 16 && type <= 21;
        }

        /* ISO/IEC 14496-15, annex E: profile, compatibility flags in reverse, tier and level, constraints. */
        @Override
        String codec(byte[] sps) {
            byte[] b = unescaped(sps);
            if (b.length < 15) {
                return "hvc1";
            }
            String space = new String[] {"", "A", "B", "C"}[b[3] >> 6 & 3];
            int flags = ((b[4] & 0xff) << 24) | ((b[5] & 0xff) << 16) | ((b[6] & 0xff) << 8) | (b[7] & 0xff);
            StringBuilder text = new StringBuilder("hvc1.")
                    .append(space)
                    .append(b[3] & 0x1f)
                    .append('.')
                    .append(Integer.toHexString(Integer.reverse(flags)))
                    .append('.')
                    .append((b[3] & 0x20) == 0 ? 'L' : 'H')
                    .append(b[14] & 0xff);
            int last = 13;
            while (last >= 8 && b[last] == 0) {
                last--;
            }
            for (int i = 8; i <= last; i++) {
                text.append('.').append(String.format("%X", b[i] & 0xff));
            }
            return text.toString();
        }
    };

    abstract int type(byte header);

    abstract boolean parameterSet(int type);

    abstract boolean sps(int type);

    /** Whether it says that a picture begins. */
    abstract boolean delimiter(int type);

    /** Whether it holds a part of the picture itself. */
    abstract boolean picture(int type);

    /** Whether decoding can begin at it. */
    abstract boolean key(int type);

    /** The name for browsers, from the sequence parameter set with its header. */
    abstract String codec(byte[] sps);

    /** Without the bytes that keep start codes out of the payload. */
    static byte[] unescaped(byte[] nal) {
        byte[] out = new byte[nal.length];
        int length = 0;
        int zeros = 0;
        for (byte b : nal) {
            if (zeros >= 2 && b == 3) {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            out[length++] = b;
        }
        return Arrays.copyOf(out, length);
    }
}
