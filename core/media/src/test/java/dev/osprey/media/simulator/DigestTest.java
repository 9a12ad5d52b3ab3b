package dev.osprey.media.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {
    private final Digest digest = new Digest("u", "secret", new Random(1));
    private final String nonce = digest.challenge().replaceAll(".*nonce=\"([0-9a-f]+)\".*", "$1");

    @Test
    void accepts_withQop_asInRfc7616() throws Exception {
        String response =
                md5(md5("u:Osprey camera:secret") + ":" + nonce + ":00000001:abc:auth:" + md5("DESCRIBE:rtsp://h/x"));
        String header = "Digest username=\"u\", realm=\"Osprey camera\", nonce=\"" + nonce
                + "\", uri=\"rtsp://h/x\", qop=auth, nc=00000001, cnonce=\"abc\", response=\"" + response + "\"";

        assertThat(digest.accepts("DESCRIBE", header)).isTrue();
        assertThat(digest.accepts("SETUP", header)).isFalse();
    }

    @Test
    void accepts_foreignNonce_isRefused() throws Exception {
        String response = md5(md5("u:Osprey camera:secret") + ":0:" + md5("PLAY:x"));
        assertThat(digest.accepts(
                        "PLAY", "Digest username=\"u\", nonce=\"0\", uri=\"x\", response=\"" + response + "\""))
                .isFalse();
    }

    @Test
    void accepts_basicLogin_isRefused() {
        assertThat(digest.accepts("PLAY", "Basic dTpzZWNyZXQ=")).isFalse();
    }

    private static String md5(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
