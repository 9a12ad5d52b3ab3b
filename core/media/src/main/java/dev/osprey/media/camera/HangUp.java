package dev.osprey.media.camera;

import dev.osprey.media.source.RefusedSourceException;
import dev.osprey.media.source.Scheme;
import dev.osprey.media.source.SourceUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Tells a camera that takes a connection and closes it without a word from one that answers nonsense, as FFmpeg has one
 * code for both. Asked only after a failure, so that it costs nothing on the way to a camera.
 */
final class HangUp {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int PORT = 554;

    private HangUp() {}

    /** Whether the camera hangs up on a greeting; false too if it cannot be reached. */
    static boolean seen(StreamOptions options) {
        SourceUrl source = options.source();
        if (source.scheme() != Scheme.RTSP) {
            return false;
        }
        try {
            InetAddress address = options.gate().admit(source.scheme().text(), source.host());
            return hangsUp(new InetSocketAddress(address, source.port().orElse(PORT)));
        } catch (IOException | RefusedSourceException e) {
            return false;
        }
    }

    private static boolean hangsUp(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                socket.getOutputStream()
                        .write("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                // reset, as some systems say it
                return true;
            }
        }
    }
}
