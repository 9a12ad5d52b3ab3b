package dev.osprey.server.http.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a file a request wants: one range, as players ask for. Of several, and of what is no range, the whole.
 *
 * @param length 0: there are no such bytes
 * @param part whether it was asked for a part
 */
record ByteRange(long from, long length, boolean part) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    static ByteRange of(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return new ByteRange(0, size, false);
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(matcher.group(2)));
            return new ByteRange(size - last, last, true);
        }
        long from = Long.parseLong(matcher.group(1));
        long until = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return from >= size || until < from ? new ByteRange(0, 0, true) : new ByteRange(from, until - from + 1, true);
    }

    boolean empty() {
        return part && length == 0;
    }
}
