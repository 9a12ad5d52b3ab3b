package dev.osprey.media.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Asks a server where it leads to, since FFmpeg would go there unasked, or not say where it was sent. */
final class Redirects {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int HEADER_BYTES = 16 << 10;

    private Redirects() {}

    /** @return what the answer gives as its location; null if it is no redirect */
    static @Nullable String location(URI uri, InetAddress address) throws IOException {
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            try (Socket socket = tls ? factory().createSocket(plain, uri.getHost(), port, true) : plain) {
                socket.getOutputStream().write(request(uri).getBytes(StandardCharsets.ISO_8859_1));
                return location(header(socket.getInputStream()));
            }
        }
    }

    private static String request(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String login = uri.getUserInfo() == null
                ? ""
                : "Authorization: Basic "
                        + Base64.getEncoder().encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return "GET " + path + query + " HTTP/1.1\r\nHost: " + uri.getHost() + port + "\r\n" + login
                + "Accept: */*\r\nConnection: close\r\n\r\n";
    }

    private static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0 && header.size() < HEADER_BYTES; b = in.read()) {
            header.write(b);
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                break;
            }
        }
        return header.toString(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String location(String header) {
        String[] lines = header.split("\r\n");
        if (!lines[0].matches("HTTP/1\\.[01] 30[12378].*")) {
            return null;
        }
        for (String line : lines) {
            if (line.regionMatches(true, 0, "Location:", 0, 9)) {
                return line.substring(9).trim();
            }
        }
        return null;
    }

    /* Cameras sign their certificates themselves, and FFmpeg takes them so; where they lead to is checked anyhow. */
    private static SSLSocketFactory factory() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS on this machine: " + e.getMessage(), e);
        }
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // nobody is a client of ours
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // see above
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
