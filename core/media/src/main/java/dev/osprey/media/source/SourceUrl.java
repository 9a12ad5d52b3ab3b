package dev.osprey.media.source;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.text.Redactor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera's stream comes from. It may hold a password, so {@link #toString} leaves out the user, the password
 * and the values of path and query.
 *
 * <p>Passwords may be written as they are: what a URL does not allow is encoded; a {@code %} followed by two hexadecimal
 * digits is taken as encoded already.
 */
public final class SourceUrl {
    /** What the configuration file may name. */
    public static final Set<Scheme> FROM_FILE = Collections.unmodifiableSet(EnumSet.allOf(Scheme.class));
    /** What people may name over the network: nothing of the server's own machine. */
    public static final Set<Scheme> FROM_API =
            Collections.unmodifiableSet(EnumSet.of(Scheme.RTSP, Scheme.RTSPS, Scheme.HTTP, Scheme.HTTPS));

    /** Schemes that people know from elsewhere. */
    private static final Set<String> OTHERS = Set.of(
            "cache", "concat", "crypto", "data", "dshow", "exec", "ftp", "gopher", "hls", "jdbc", "mms", "mmsh", "mmst",
            "onvif", "pipe", "rtmp", "rtmps", "rtmpt", "rtp", "rtspt", "rtspu", "sftp", "smb", "srt", "srtp", "subfile",
            "tcp", "tee", "tls", "udp", "unix", "webrtc", "whep", "ws", "wss");

    private static final int LONGEST = 4_096;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern BLANK = Pattern.compile("[\\p{Z}\\s]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s@\\[\\]/?#]+)(:\\d{1,5})?");
    private static final Pattern SURE_HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|localhost|[\\w-]+(\\.[\\w-]+)+)(:\\d{1,5})?|[\\w-]+:\\d{1,5}");
    private static final Pattern HEX_PAIR = Pattern.compile("[0-9A-Fa-f]{2}");
    private static final String UNRESERVED = "-._~!$&'()*+,;=";

    private final Scheme scheme;
    private final @Nullable String credentials;
    private final String authority;
    /** From the slash on, with the query; for files and devices, the path as the operating system has it. */
    private final String rest;
    /** How the configuration names it, where it names secrets there. */
    private final @Nullable String written;

    private SourceUrl(
            Scheme scheme, @Nullable String credentials, String authority, String rest, @Nullable String written) {
        this.scheme = scheme;
        this.credentials = credentials;
        this.authority = authority;
        this.rest = rest;
        this.written = written;
    }

    /**
     * The same, shown as the configuration has it: with its secrets by name.
     *
     * @param text what was written before the secrets were put in
     */
    public SourceUrl writtenAs(String text) {
        return new SourceUrl(scheme, credentials, authority, rest, Redactor.address(text.strip()));
    }

    /** A file of this machine. */
    public static SourceUrl of(Path file) {
        return new SourceUrl(
                Scheme.FILE, null, "", file.toAbsolutePath().normalize().toString(), null);
    }

    /**
     * Reads a source as people write it.
     *
     * @param allowed see {@link #FROM_FILE} and {@link #FROM_API}
     */
    public static SourceUrl parse(String text, Set<Scheme> allowed) throws ConfigException {
        String trimmed = text.trim();
        int colon = trimmed.indexOf(':');
        String name = colon < 0 ? "" : trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
        Scheme scheme = Arrays.stream(Scheme.values())
                .filter(s -> s.text().equals(name) && allowed.contains(s))
                .findFirst()
                .orElseThrow(() -> refused(name, allowed));
        if (trimmed.length() > LONGEST) {
            throw new ConfigException(
                    "", "a source must have at most " + LONGEST + " characters, but has " + trimmed.length());
        }
        if (CONTROL.matcher(trimmed).find()) {
            throw new ConfigException("", "a source must be one line without control characters");
        }
        String after = trimmed.substring(colon + 1);
        if (scheme == Scheme.FILE || scheme == Scheme.V4L2) {
            return local(scheme, after);
        }
        if (!after.startsWith("//")) {
            throw new ConfigException("", "a source of " + name + " must read " + name + "://HOST/PATH");
        }
        return remote(scheme, after.substring(2));
    }

    private static ConfigException refused(String name, Set<Scheme> allowed) {
        String valid = allowed.stream().sorted().map(Scheme::text).collect(Collectors.joining(", "));
        if (name.isEmpty()) {
            return new ConfigException(
                    "", "a source must begin with a scheme, one of " + valid + ", as in rtsp://HOST/PATH");
        }
        boolean known = Arrays.stream(Scheme.values()).anyMatch(s -> s.text().equals(name));
        String where = known ? " here; write it in the configuration file" : "";
        // a name may be a mistyped password, so only what is a scheme is repeated
        String shown = known || OTHERS.contains(name) ? "'" + name + ":'" : "this scheme";
        return new ConfigException("", "a source of " + shown + " is not allowed" + where + "; allowed are " + valid);
    }

    private static SourceUrl local(Scheme scheme, String after) throws ConfigException {
        String path = after.startsWith("//") ? after.substring(2) : after;
        if (path.isEmpty()) {
            throw new ConfigException("", "a source of " + scheme.text() + " must name a path");
        }
        if (scheme == Scheme.V4L2 && !path.matches("/dev/video\\d+")) {
            throw new ConfigException("", "a source of v4l2 must read v4l2:///dev/videoN");
        }
        return new SourceUrl(scheme, null, "", path, null);
    }

    private static SourceUrl remote(Scheme scheme, String text) throws ConfigException {
        int at = separator(text);
        String credentials = at < 0 ? null : encode(text.substring(0, at));
        String address = text.substring(at + 1);
        int end = firstOf(address, "/?#");
        String authority = address.substring(0, end);
        if (authority.isEmpty() || authority.startsWith(":")) {
            throw new ConfigException("", "a source of " + scheme.text() + " must name a host");
        }
        if (!HOST.matcher(authority).matches()) {
            throw new ConfigException(
                    "", "a source's host must read HOST or HOST:PORT; encode odd characters of a password (@ is %40)");
        }
        if (BLANK.matcher(address).find()) {
            throw new ConfigException(
                    "",
                    "a source's address must hold no blanks: write %20 for one, and options as settings of their own");
        }
        int hash = address.indexOf('#', end);
        return new SourceUrl(
                scheme, credentials, authority, address.substring(end, hash < 0 ? address.length() : hash), null);
    }

    /*
     * A password may hold @, /, ? or #, and a path may hold @. Without an @ before the first of / ? # the usual reading
     * holds, if it has a proper host. Else the credentials end at the first @ that a host follows which is beyond doubt
     * (dotted, with a port, in brackets), or at the first that any host follows.
     */
    private static int separator(String text) {
        int end = firstOf(text, "/?#");
        int first = text.indexOf('@');
        if (first < 0 || (first > end && HOST.matcher(text.substring(0, end)).matches())) {
            return -1;
        }
        int fallback = -1;
        for (int at = first; at >= 0; at = text.indexOf('@', at + 1)) {
            String host = text.substring(at + 1, at + 1 + firstOf(text.substring(at + 1), "/?#"));
            if (SURE_HOST.matcher(host).matches()) {
                return at;
            }
            if (fallback < 0 && HOST.matcher(host).matches()) {
                fallback = at;
            }
        }
        return fallback >= 0 ? fallback : text.lastIndexOf('@');
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static String encode(String credentials) {
        int colon = credentials.indexOf(':');
        if (colon < 0) {
            return encodePart(credentials);
        }
        return encodePart(credentials.substring(0, colon)) + ":" + encodePart(credentials.substring(colon + 1));
    }

    private static String encodePart(String part) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < part.length(); ) {
            int point = part.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean plain = point < 128 && (Character.isLetterOrDigit(point) || UNRESERVED.indexOf(point) >= 0);
            boolean encodedAlready = point == '%'
                    && i + 3 <= part.length()
                    && HEX_PAIR.matcher(part.substring(i + 1, i + 3)).matches();
            if (plain || encodedAlready) {
                encoded.appendCodePoint(point);
            } else {
                for (byte b : part.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format("%%%02X", b & 0xff));
                }
            }
            i = next;
        }
        return encoded.toString();
    }

    public Scheme scheme() {
        return scheme;
    }

    public boolean isFile() {
        return scheme == Scheme.FILE;
    }

    /** The host's name or address; empty for files and devices. */
    public String host() {
        int colon = authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    /** The port, if one is written. */
    public OptionalInt port() {
        String port = authority.substring(host().length());
        return port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port.substring(1)));
    }

    /** Without user, password and the values of path and query: for logs, errors and the API. */
    public String redacted() {
        if (written != null) {
            return written;
        }
        if (scheme == Scheme.FILE || scheme == Scheme.V4L2) {
            return scheme.text() + ":" + (rest.startsWith("/") ? "//" : "") + rest;
        }
        // whatever stands before the last @ may be a password that was read wrongly
        String shown = authority + rest;
        int at = shown.lastIndexOf('@');
        boolean hidden = credentials != null || at >= 0;
        shown = shown.substring(at + 1);
        return scheme.text() + "://" + (hidden ? Redactor.MASK + "@" : "") + Redactor.pathAndQuery(shown);
    }

    /** With everything: for FFmpeg alone. */
    String forFfmpeg() {
        return switch (scheme) {
            case FILE -> "file:" + rest;
            case V4L2 -> rest;
            case RTSP, RTSPS, HTTP, HTTPS -> scheme.text()
                    + "://"
                    + (credentials == null ? "" : credentials + "@")
                    + authority
                    + rest;
        };
    }

    /** As {@link #forFfmpeg()}, with an address in the place of the host's name. */
    String forFfmpeg(String address) {
        String port = authority.substring(host().length());
        return scheme.text() + "://" + (credentials == null ? "" : credentials + "@") + address + port + rest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceUrl that && forFfmpeg().equals(that.forFfmpeg()) && scheme == that.scheme;
    }

    @Override
    public int hashCode() {
        return forFfmpeg().hashCode();
    }

    @Override
    public String toString() {
        return redacted();
    }
}
