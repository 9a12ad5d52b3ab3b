package dev.osprey.media.simulator;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A client's connection: takes requests out of the bytes that arrive and writes answers. One thread uses it. */
final class RtspConnection implements Closeable {
    /** The most that a request may be, in bytes. */
    private static final int LIMIT_BYTES = 64 * 1024;

    /** How much may wait in the socket for a slow client, in bytes: about a second of a camera's stream. */
    private static final int SEND_BUFFER_BYTES = 512 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[4096];
    private int filled;

    RtspConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SEND_BUFFER_BYTES);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    InetAddress remoteAddress() {
        return socket.getInetAddress();
    }

    OutputStream output() {
        return out;
    }

    /**
     * Waits for bytes.
     *
     * @return false if none came in this time
     * @throws EOFException if the client has closed
     */
    boolean await(long millis) throws IOException {
        socket.setSoTimeout((int) Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
        if (filled == buffer.length) {
            if (filled >= LIMIT_BYTES) {
                throw new IOException("a request may have " + LIMIT_BYTES + " bytes, got more");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        try {
            int count = in.read(buffer, filled, buffer.length - filled);
            if (count < 0) {
                throw new EOFException("the client has closed the connection");
            }
            filled += count;
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** The next whole request among the bytes that came; what a client says in RTCP is skipped. */
    Optional<RtspRequest> poll() throws RtspException {
        while (filled > 0) {
            if (buffer[0] == '$') {
                if (filled < 4 || filled < 4 + number(2)) {
                    return Optional.empty();
                }
                consume(4 + number(2));
            } else if (buffer[0] == '\r' || buffer[0] == '\n') {
                consume(1);
            } else {
                return request();
            }
        }
        return Optional.empty();
    }

    /** Forgets what came and was not taken. */
    void discard() {
        filled = 0;
    }

    private Optional<RtspRequest> request() throws RtspException {
        String text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        RtspRequest request = RtspRequest.parse(text.substring(0, end));
        int body = contentLength(request);
        if (filled < end + 4 + body) {
            return Optional.empty();
        }
        consume(end + 4 + body);
        return Optional.of(request);
    }

    private static int contentLength(RtspRequest request) throws RtspException {
        String length = request.header("Content-Length");
        if (length.isEmpty()) {
            return 0;
        }
        if (!length.matches("[0-9]{1,5}")) {
            throw new RtspException(413, "Request Entity Too Large");
        }
        return Integer.parseInt(length);
    }

    void answer(int status, String reason, Map<String, String> headers, String body) throws IOException {
        StringBuilder text = new StringBuilder("RTSP/1.0 " + status + " " + reason + "\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        text.append("\r\n").append(body);
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int number(int at) {
        return (buffer[at] & 0xff) << 8 | buffer[at + 1] & 0xff;
    }

    private void consume(int count) {
        System.arraycopy(buffer, count, buffer, 0, filled - count);
        filled -= count;
    }
}
