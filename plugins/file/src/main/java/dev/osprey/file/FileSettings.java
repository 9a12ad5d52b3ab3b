package dev.osprey.file;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

record FileSettings(
        @Description("the file; relative to the data folder") String path,
        @Description("a file that would become larger is put aside and a new one begun, such as 500KB, 100MB or 2GB")
                @Default("100MB")
                String rotate,
        @Description("how many files put aside are kept, 1 to 1000") @Default("5") Integer keep) {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(KB|MB|GB)");

    FileSettings {
        if (path.isBlank()) {
            throw new IllegalArgumentException("path must name a file, such as events.jsonl");
        }
        if (bytes(rotate) < 1024) {
            throw new IllegalArgumentException("rotate must be a size of 1KB or more, such as 100MB, got " + rotate);
        }
        if (keep < 1 || keep > 1000) {
            throw new IllegalArgumentException("keep must be a whole number from 1 to 1000, got " + keep);
        }
    }

    long rotateBytes() {
        return bytes(rotate);
    }

    /** -1: it is no size. */
    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return -1;
        }
        int shift =
                switch (size.group(2)) {
                    case "KB" -> 10;
                    case "MB" -> 20;
                    default -> 30;
                };
        return Long.parseLong(size.group(1)) << shift;
    }
}
