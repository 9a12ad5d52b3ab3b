package dev.osprey.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent by somebody who has not said who he is: answered before it has come. */
class StrangersBodyTest {
    @TempDir
    Path data;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The answer's first line to a request whose body is begun and never finished. */
    private String answered(String path, String headers, String begun) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout(5_000);
            String request = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + headers + "\r\n" + begun;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c > 0 && c != '\r';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    @Test
    void post_withoutToken_unauthorisedBeforeTheBodyIsThere() throws Exception {
        assertThat(answered("/api/cameras", "Content-Length: 1000000\r\n", "{")).contains("401");
    }

    @Test
    void login_announcedTooLong_refusedBeforeTheBodyIsThere() throws Exception {
        assertThat(answered("/api/session", "Content-Length: 5000\r\n", "{")).contains("413");
    }

    @Test
    void login_chunksWithoutEnd_refusedAtTheLimit() throws Exception {
        String chunk = Integer.toHexString(5000) + "\r\n" + "x".repeat(5000) + "\r\n";

        assertThat(answered("/api/session", "Transfer-Encoding: chunked\r\n", chunk))
                .contains("413");
    }

    @Test
    void post_toThePage_isNotKept() throws Exception {
        assertThat(answered("/", "Content-Length: 1000000\r\n", "{")).containsAnyOf("404", "405");
    }
}
