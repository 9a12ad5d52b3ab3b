package dev.osprey.media.source;

import dev.osprey.media.ffmpeg.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what a {@link SourceGate} admits, by the address that it admitted: what comes after the source itself,
 * by the rules for what its server leads to. For one thread.
 *
 * <p>An https address keeps its name, as servers choose their certificate by it: it is checked, and looked up again by
 * FFmpeg.
 */
final class GatedDoor implements Door {
    private final Resolver resolver;
    private SourceGate gate;
    private boolean first = true;

    GatedDoor(SourceGate gate, Resolver resolver) {
        this.gate = gate;
        this.resolver = resolver;
    }

    @Override
    public Entry enter(String url) throws IOException {
        URI uri = uri(url);
        String scheme = String.valueOf(uri.getScheme());
        if (!List.of("http", "https", "rtsp", "rtsps").contains(scheme)) {
            throw new IOException("the source leads to a protocol that is not allowed: " + scheme);
        }
        InetAddress address = admit(scheme, String.valueOf(uri.getHost()));
        if (!scheme.equals("http")) {
            return new Entry(url, url, Map.of());
        }
        String user = uri.getRawUserInfo();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Entry(
                url,
                "http://" + (user == null ? "" : user + "@") + literal(address) + port + path + query,
                Map.of("headers", "Host: " + uri.getHost() + port + "\r\n"));
    }

    /** The address of a host that may be connected to. */
    InetAddress admit(String scheme, String host) throws IOException {
        try {
            InetAddress address = gate.admit(scheme, host, resolver);
            if (first) {
                gate = gate.behind(address);
                first = false;
            }
            return address;
        } catch (RefusedSourceException e) {
            throw new IOException(
                    (first ? "the source may not be opened: " : "the source leads to where it may not: ")
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public Optional<Entry> follow(Entry from) throws IOException {
        URI asked = uri(from.named());
        String location = Redirects.location(asked, admit(asked.getScheme(), asked.getHost()));
        if (location == null) {
            return Optional.empty();
        }
        URI next = asked.resolve(uri(location));
        boolean sameServer = asked.getHost().equals(next.getHost()) && asked.getPort() == next.getPort();
        boolean keepsLogin = sameServer && asked.getRawUserInfo() != null && next.getRawUserInfo() == null;
        return Optional.of(enter(keepsLogin ? withLogin(next, asked.getRawUserInfo()) : next.toString()));
    }

    private static String withLogin(URI uri, String login) {
        return uri.toString().replaceFirst("://", "://" + java.util.regex.Matcher.quoteReplacement(login) + "@");
    }

    private static URI uri(String url) throws IOException {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return uri(url, e);
        }
    }

    /* Cameras' paths hold what a URI may not, as | or [ ]. */
    private static URI uri(String url, @Nullable URISyntaxException first) throws IOException {
        StringBuilder encoded = new StringBuilder();
        int path = url.indexOf('/', url.indexOf("://") + 3);
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean odd = c <= ' ' || "\"<>\\^`{|}[]".indexOf(c) >= 0 || c > 126;
            boolean strayPercent = c == '%' && !url.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*");
            encoded.append(path >= 0 && i > path && (odd || strayPercent) ? escaped(c) : String.valueOf(c));
        }
        try {
            return new URI(encoded.toString());
        } catch (URISyntaxException e) {
            e.addSuppressed(first == null ? e : first);
            throw new IOException("the source leads to what is no address", e);
        }
    }

    private static String escaped(char c) {
        StringBuilder bytes = new StringBuilder();
        for (byte b : String.valueOf(c).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            bytes.append(String.format("%%%02X", b & 0xff));
        }
        return bytes.toString();
    }

    /** As it stands in a URL. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return bare.contains(":") ? "[" + bare + "]" : bare;
    }
}
