package dev.osprey.media.picture;

import org.bytedeco.opencv.opencv_core.Scalar;

/** A colour to draw with, channels 0..255; labels have the same as on the dashboard. */
record Colour(int red, int green, int blue) {
    static final Colour WHITE = new Colour(255, 255, 255);
    static final Colour BLACK = new Colour(0, 0, 0);
    /** That of words on a coloured ground. */
    static final Colour INK = new Colour(16, 24, 27);

    private static final Colour PERSON = hex(0xffb000);
    private static final Colour[] LABELS = {
        hex(0x3ddbd9),
        hex(0xff7eb6),
        hex(0x78a9ff),
        hex(0xa5e05a),
        hex(0xff8c5a),
        hex(0xbe95ff),
        hex(0xf1e15b),
        hex(0x6fdc8c),
        hex(0xe0e0e0)
    };
    /** How much white (above 0) or black (below) the second, third, … of several things of one label have in them. */
    private static final double[] SHADES = {0, 0.4, -0.28, 0.65, -0.45};

    private static Colour hex(int rgb) {
        return new Colour(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    static Colour of(String label) {
        if (label.equals("person")) {
            return PERSON;
        }
        int hash = 7;
        for (int i = 0; i < label.length(); i++) {
            hash = 31 * hash + label.charAt(i);
        }
        return LABELS[Integer.remainderUnsigned(hash, LABELS.length)];
    }

    /** That of a followed object, as on the dashboard; the label's where the track is 0. */
    static Colour ofTrack(long track, String label) {
        if (track == 0) {
            return of(label);
        }
        int index = (int) ((track - 1) % (LABELS.length + 1));
        return index == 0 ? PERSON : LABELS[index - 1];
    }

    /** The colour of the index-th of several things with this label. */
    static Colour of(String label, int index) {
        double by = SHADES[index % SHADES.length];
        return of(label).mixed(by > 0 ? WHITE : BLACK, Math.abs(by));
    }

    /** This colour with a share (0..1) of another in it. */
    Colour mixed(Colour other, double share) {
        return new Colour(
                mixed(red, other.red, share), mixed(green, other.green, share), mixed(blue, other.blue, share));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }

    /** For OpenCV; the caller closes it. */
    Scalar scalar() {
        return new Scalar(blue, green, red, 0);
    }

    int rgb() {
        return red << 16 | green << 8 | blue;
    }
}
