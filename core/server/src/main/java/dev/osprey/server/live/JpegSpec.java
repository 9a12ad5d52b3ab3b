package dev.osprey.server.live;

/**
 * How a viewer's JPEGs are made; viewers with equal ones share them.
 *
 * @param maxWidth in pixels, 0: the picture's own
 * @param annotated whether results are drawn on
 * @param view the stage whose pictures are shown; empty: the camera's own
 */
public record JpegSpec(int maxWidth, boolean annotated, String view) {
    public static final JpegSpec DEFAULT = new JpegSpec(0, false);

    /** Of the camera's own pictures. */
    public JpegSpec(int maxWidth, boolean annotated) {
        this(maxWidth, annotated, "");
    }

    public JpegSpec {
        if (maxWidth < 0 || maxWidth > 7680) {
            throw new IllegalArgumentException("maxWidth must be 0 to 7680 pixels, got " + maxWidth);
        }
    }
}
