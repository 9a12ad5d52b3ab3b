package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;

import java.text.Normalizer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Sets words in OpenCV's strokes, which know ASCII alone, where Java has no fonts. */
final class StrokeLettering implements Lettering {
    /** Of a capital letter at scale 1, in pixels. */
    private static final double CAPITAL_HEIGHT = 21;

    private static final double CAPITAL_SHARE = 0.5;

    @Override
    public Label set(String words, Colour ground, int height, int maxWidth) {
        double scale = height * CAPITAL_SHARE / CAPITAL_HEIGHT;
        int thickness = Math.max(1, (int) Math.round(height / 14.0));
        int pad = FontLettering.padding(height);
        String line = ascii(words);
        int width = width(line, scale, thickness);
        if (width > maxWidth - 2 * pad) {
            int fits = line.length() - 1;
            while (fits > 0 && width(line.substring(0, fits) + "...", scale, thickness) > maxWidth - 2 * pad) {
                fits--;
            }
            line = line.substring(0, Math.max(0, fits)) + "...";
            width = width(line, scale, thickness);
        }
        try (Scalar colour = ground.scalar();
                Mat label = new Mat(height, width + 2 * pad, CV_8UC3, colour);
                Point at = new Point(pad, (int) Math.round(height * (1 + CAPITAL_SHARE) / 2));
                Scalar ink = Colour.INK.scalar()) {
            putText(label, line, at, FONT_HERSHEY_SIMPLEX, scale, ink, thickness, LINE_AA, false);
            byte[] bgr = new byte[label.rows() * label.cols() * 3];
            label.data().get(bgr);
            return new Label(label.cols(), label.rows(), bgr);
        }
    }

    private static int width(String ascii, double scale, int thickness) {
        try (Size size = getTextSize(ascii, FONT_HERSHEY_SIMPLEX, scale, thickness, new int[1])) {
            return size.width();
        }
    }

    /** Accents are dropped, other letters become a question mark. */
    static String ascii(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("Ø", "O")
                .replace("æ", "ae")
                .replace("Æ", "AE")
                .replace("ł", "l")
                .replace("Ł", "L")
                .replace('“', '"')
                .replace('”', '"')
                .replace('’', '\'')
                .replace('–', '-')
                .replace('—', '-');
        return plain.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
