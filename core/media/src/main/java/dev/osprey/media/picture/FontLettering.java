package dev.osprey.media.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Sets words in the machine's fonts: every letter that one of them has. Needs no display. */
final class FontLettering implements Lettering {
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final double HEIGHT_SHARE = 0.7;

    @Override
    public Label set(String words, Colour ground, int height, int maxWidth) {
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) (height * HEIGHT_SHARE));
        int pad = padding(height);
        String line = cut(words, font, maxWidth - 2 * pad);
        int width = (int) Math.ceil(width(line, font)) + 2 * pad;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = image.createGraphics();
        try {
            g.setColor(new Color(ground.rgb()));
            g.fillRect(0, 0, width, height);
            g.setColor(new Color(Colour.INK.rgb()));
            g.setFont(font);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            LineMetrics metrics = font.getLineMetrics(line, CONTEXT);
            g.drawString(line, pad, (height + metrics.getAscent() - metrics.getDescent()) / 2);
        } finally {
            g.dispose();
        }
        return new Label(width, height, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    }

    static int padding(int height) {
        return Math.max(2, height / 4);
    }

    private static double width(String words, Font font) {
        return font.getStringBounds(words, CONTEXT).getWidth();
    }

    /** The words, or as many of their letters as there is room for, and an ellipsis. */
    private static String cut(String words, Font font, int room) {
        if (width(words, font) <= room) {
            return words;
        }
        int[] letters = words.codePoints().toArray();
        int fits = 0;
        int most = letters.length;
        while (fits < most) {
            int middle = (fits + most + 1) / 2;
            if (width(new String(letters, 0, middle) + "…", font) <= room) {
                fits = middle;
            } else {
                most = middle - 1;
            }
        }
        return new String(letters, 0, fits) + "…";
    }
}
