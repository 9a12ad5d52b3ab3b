package dev.osprey.engine.track.mot;

import dev.osprey.spi.Box;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text files of boxes as MOTChallenge has them: {@code frame, id, left, top, width, height, confidence} and columns that
 * are not looked at, a box a line, in any order.
 */
public final class MotFile {
    private static final Pattern SEPARATOR = Pattern.compile("[,;\\s]\\s*");
    private static final int COLUMNS = 7;
    private static final int LEAST_COLUMNS = 6;

    private MotFile() {}

    /** A line that is none of a box. */
    public static final class MalformedLineException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedLineException(Path file, int line, String what) {
            super(file + ", line " + line + ": " + what);
        }
    }

    /** Every box in the file's order; empty lines and those that begin with # are passed over. */
    public static List<MotRow> read(Path file) throws IOException {
        List<MotRow> rows = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    rows.add(row(file, number, text));
                }
            }
        }
        return rows;
    }

    private static MotRow row(Path file, int number, String text) throws MalformedLineException {
        String[] columns = SEPARATOR.split(text);
        if (columns.length < LEAST_COLUMNS) {
            throw new MalformedLineException(
                    file,
                    number,
                    "must have frame,id,left,top,width,height,confidence, got " + columns.length + " columns");
        }
        double[] values = new double[COLUMNS];
        values[COLUMNS - 1] = 1;
        for (int i = 0; i < Math.min(COLUMNS, columns.length); i++) {
            try {
                values[i] = Double.parseDouble(columns[i]);
            } catch (NumberFormatException e) {
                throw new MalformedLineException(
                        file, number, "column " + (i + 1) + " must be a number, got '" + columns[i] + "'");
            }
        }
        try {
            Box box = new Box(values[2], values[3], values[4], values[5]);
            return new MotRow((int) whole("frame", values[0]), whole("id", values[1]), box, values[6]);
        } catch (IllegalArgumentException e) {
            throw new MalformedLineException(file, number, String.valueOf(e.getMessage()));
        }
    }

    private static long whole(String name, double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be a whole number, got " + value);
        }
        return (long) value;
    }

    /** Writes all ten columns, coordinates to the hundredth of a pixel. */
    public static void write(Collection<MotRow> rows, Writer out) throws IOException {
        for (MotRow row : rows) {
            Box box = row.box();
            out.write(String.format(
                    Locale.ROOT,
                    "%d,%d,%.2f,%.2f,%.2f,%.2f,%.4f,-1,-1,-1\n",
                    row.frame(),
                    row.identity(),
                    box.x(),
                    box.y(),
                    box.width(),
                    box.height(),
                    row.confidence()));
        }
    }
}
