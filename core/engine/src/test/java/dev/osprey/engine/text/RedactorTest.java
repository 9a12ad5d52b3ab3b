package dev.osprey.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtsp://joe:hunter2@192.0.2.1/a | rtsp://***@192.0.2.1/a",
                "rtsp://joe:hun@ter2/x@192.0.2.1/a | rtsp://***@192.0.2.1/a",
                "rtsp://192.0.2.1/user=admin_password=hunter2_channel=1_stream=0.sdp |"
                        + " rtsp://192.0.2.1/user=***_password=***_channel=***_stream=***",
                "rtsp://192.0.2.1/live;password=hunter2/track | rtsp://192.0.2.1/live;password=***",
                "rtsp://192.0.2.1/live;password=hun/ter2;track=1 | rtsp://192.0.2.1/live;password=***;track=***",
                "http://192.0.2.1/a?x=1&y | http://192.0.2.1/a?x=***&***",
                "opened with api-key=hunter2 | opened with api-key=***",
                "a=1,password=hunter2 | a=1,password=***",
                "rate=25 size=4 | rate=25 size=4",
                "pipelines.people: needs 'model' | pipelines.people: needs 'model'",
            })
    void redact_logins_areMasked(String text, String shown) {
        assertThat(redactor.redact(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss w/rd%\"ä\\", "hunter2", "a+b=c&d"})
    void redact_knownValue_isMaskedInEachForm(String value) throws Exception {
        redactor.remember(value, "${env:P}");
        String json = new ObjectMapper().writeValueAsString(value);
        String encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(redactor.redact("<" + value + "> " + json + " " + encoded + " " + encoded.replace("+", "%20")))
                .isEqualTo("<${env:P}> \"${env:P}\" ${env:P} ${env:P}");
    }

    @Test
    void redact_messageCutWithinALongSecret_showsNothingOfIt() {
        redactor.remember("0123456789abcdefghijklmnopqrstuvwxyz", "${file:key}");
        assertThat(redactor.redact("got 0123456789abcdefghijklmnop… of it")).isEqualTo("got ${file:key}… of it");
    }

    @Test
    void redact_shortValue_staysAsItWouldTearWordsApart() {
        redactor.remember("12", "${env:PIN}");
        assertThat(redactor.redact("12 cameras")).isEqualTo("12 cameras");
    }

    @Test
    void redact_tree_masksTextsAndWhatIsNamedLikeASecret() throws Exception {
        redactor.remember("hunter2", "${env:P}");
        var tree = new ObjectMapper()
                .readTree("{\"url\":\"http://a:b@h/\",\"list\":[\"x hunter2\"],\"apiKey\":\"zzz\",\"token\":7,\"n\":1,"
                        + "\"secret\":\"${env:P}\",\"secrets\":[]}");
        assertThat(redactor.redact(tree).toString())
                .isEqualTo("{\"url\":\"http://***@h/\",\"list\":[\"x ${env:P}\"],\"apiKey\":\"***\",\"token\":\"***\","
                        + "\"n\":1,\"secret\":\"${env:P}\",\"secrets\":[]}");
    }

    @Test
    void everywhere_anyRedactorInUse_masks() {
        redactor.remember("hunter2", "${env:P}");
        assertThat(Redactor.everywhere("a hunter2 b")).isEqualTo("a ${env:P} b");
    }

    @ParameterizedTest
    @CsvSource({"10 seconds, '\"10 seconds\"'", "1.5, '\"1.5\"'", "yes, '\"yes\"'", "hunter2, text", "123456789, text"})
    void shown_quantity_repeatsOnlyWhatLooksLikeOne(String text, String shown) {
        assertThat(Shown.quantity(text)).isEqualTo(shown);
    }

    @Test
    void unknown_whatIsNoName_isNotRepeatedAndCostsNothing() {
        assertThat(Names.unknown("key", "p@ss", java.util.List.of("b"))).isEqualTo("unknown key; known: b");
        String name = "x".repeat(1_000_000);
        assertThat(Names.unknown("key", name, java.util.List.of("b", "a"))).isEqualTo("unknown key; known: a, b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x.", "a1", "_a", "/a=", "password", "://", "a=b_"})
    @org.junit.jupiter.api.Timeout(10)
    void redact_longText_takesNoMoreThanItsLength(String piece) {
        String text = "rtsp://h/" + piece.repeat(100_000 / piece.length());
        assertThat(redactor.redact(text)).isNotEmpty();
        assertThat(redactor.redact(text.substring(9))).isNotEmpty();
    }
}
