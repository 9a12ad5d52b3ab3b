package dev.osprey.server.log;

import java.util.Locale;

/**
 * Text in which nothing is hidden: what would move the cursor, begin a line or turn the direction of writing stands as
 * its escape, such as <code>&#92;u202e</code>.
 */
final class VisibleText {
    private VisibleText() {}

    /** All on one line. */
    static String line(String text) {
        return escaped(text, false);
    }

    /** Line feeds stay, and tabs: for stack traces. */
    static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean severalLines) {
        int first = 0;
        while (first < text.length() && !hides(text.charAt(first), severalLines)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (hides(c, severalLines)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /* C0, DEL and C1; the separators of lines and paragraphs; marks, embeddings, overrides and isolates of direction. */
    private static boolean hides(char c, boolean severalLines) {
        if (severalLines && (c == '\n' || c == '\t')) {
            return false;
        }
        return c < 0x20
                || c >= 0x7f && c <= 0x9f
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }
}
