package dev.osprey.media.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Says RTSP by hand. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5000);
        in = socket.getInputStream();
    }

    /** Sends a request and returns the head of the answer; empty if the connection was closed. */
    String ask(String request) throws IOException {
        say(request);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        int length = head.indexOf("Content-Length: ");
        if (length >= 0) {
            int end = head.indexOf("\r\n", length);
            head.append(new String(
                    in.readNBytes(Integer.parseInt(head.substring(length + 16, end))), StandardCharsets.ISO_8859_1));
        }
        return head.toString();
    }

    void say(String request) throws IOException {
        socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether nothing comes within this time. */
    boolean silent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            in.read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(5000);
        }
    }

    /** Reads whatever comes until the end. */
    void awaitEnd() throws IOException {
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {
            continue;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
