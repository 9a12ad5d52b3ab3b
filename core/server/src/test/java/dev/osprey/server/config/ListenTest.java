package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:81, 127.0.0.1, 81, true",
        "127.0.0.1, 127.0.0.1, 8080, true",
        "localhost:0, localhost, 0, true",
        "9000, 127.0.0.1, 9000, true",
        "[::1]:82, ::1, 82, true",
        "::1, ::1, 8080, true",
        "[::], ::, 8080, false",
        "0.0.0.0:65535, 0.0.0.0, 65535, false",
        "127.0.0.1.example.org, 127.0.0.1.example.org, 8080, false",
        "cam.example.org:443, cam.example.org, 443, false"
    })
    void parse_valid_isReadAndJudged(String text, String host, int port, boolean loopback) {
        Listen listen = Listen.parse(text).orElseThrow();
        assertThat(listen).isEqualTo(new Listen(host, port));
        assertThat(listen.loopback()).isEqualTo(loopback);
        assertThat(Listen.parse(listen.toString())).contains(listen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "a:b", "a:65536", "a:-1", "[::1]x", "http://a", "a b", "[::1]:"})
    void parse_invalid_isEmpty(String text) {
        assertThat(Listen.parse(text)).isEmpty();
    }
}
