package dev.osprey.media.bitstream;

/** The size that a JPEG says in its header, in pixels; 0 x 0 if it says none. */
record JpegHeader(int width, int height) {
    static JpegHeader of(byte[] jpeg) {
        int at = 2;
        while (at + 9 < jpeg.length) {
            int marker = jpeg[at + 1] & 0xff;
            boolean filler = (jpeg[at] & 0xff) != 0xff || marker == 0xff;
            if (filler) {
                at++;
                continue;
            }
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return new JpegHeader(word(jpeg, at + 7), word(jpeg, at + 5));
            }
            at += 2 + word(jpeg, at + 2);
        }
        return new JpegHeader(0, 0);
    }

    private static int word(byte[] b, int at) {
        return ((b[at] & 0xff) << 8) | (b[at + 1] & 0xff);
    }
}
