package dev.osprey.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTest {
    private static SourceUrl parse(String text) throws ConfigException {
        return SourceUrl.parse(text, SourceUrl.FROM_FILE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "rtsp://h/p rtsp://h/p",
                "RTSP://h/p rtsp://h/p",
                "rtsp://u:p@h:554/p rtsp://u:p@h:554/p",
                "rtsp://u:p@ss@h/p rtsp://u:p%40ss@h/p",
                "rtsp://u:a/b@h/p rtsp://u:a%2Fb@h/p",
                "rtsp://u:a@b/c@h.lan/p rtsp://u:a%40b%2Fc@h.lan/p",
                "rtsp://u:a@h.lan/x@y.z rtsp://u:a@h.lan/x@y.z",
                "rtsp://u:p@h/user@cam rtsp://u:p@h/user@cam",
                "rtsp://u:a?b#c@h/p rtsp://u:a%3Fb%23c@h/p",
                "rtsp://u:p%40ss@h/p rtsp://u:p%40ss@h/p",
                "rtsp://u:100%@h/p rtsp://u:100%25@h/p",
                "rtsp://u:ü@h/p rtsp://u:%C3%BC@h/p",
                "rtsp://h/user@cam rtsp://h/user@cam",
                "rtsp://h:554/a@b rtsp://h:554/a@b",
                "rtsp://[::1]:554/a@b rtsp://[::1]:554/a@b",
                "http://h/x?token=secret http://h/x?token=secret",
                "file:///tmp/a.mp4 file:/tmp/a.mp4",
                "file:clips/a.mp4 file:clips/a.mp4",
                "v4l2:///dev/video0 /dev/video0"
            })
    void forFfmpeg_ofWhatPeopleWrite_isAProperUrl(String text, String expected) throws ConfigException {
        assertThat(parse(text).forFfmpeg()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "rtsp://u:secret@h/p rtsp://***@h/p",
                "rtsp://u:se@cret/x@h/p rtsp://***@h/p",
                "rtsp://u:1/secret@h/p rtsp://***@h/p",
                "http://h/x?user=secret&pwd=secret http://h/x?user=***&pwd=***",
                "http://h?secret http://h?***",
                "http://h/x?a=1?secret http://h/x?a=***"
            })
    void toString_withSecrets_hidesThem(String text, String expected) throws ConfigException {
        SourceUrl url = parse(text);
        assertThat(url).hasToString(expected);
        assertThat(url.redacted()).doesNotContain("secret", "cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec:rm",
                "concat:a|b",
                "pipe:0",
                "data:x",
                "rtmp://h/x",
                "/etc/passwd",
                "clip.mp4",
                "",
                "rtsp:h/x",
                "rtsp://",
                "rtsp:///p",
                "rtsp://h:port/p",
                "rtsp://h h/p",
                "rtsp://h/\np",
                "v4l2:///etc/passwd",
                "file:",
                "subfile,,:x"
            })
    void parse_ofWhatIsNoSource_isRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("source");
    }

    @Test
    void parse_ofAForbiddenScheme_namesTheAllowedOnes() {
        assertThatThrownBy(() -> parse("exec:rm"))
                .hasMessage("a source of 'exec:' is not allowed; allowed are rtsp, rtsps, http, https, file, v4l2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "v4l2:///dev/video0"})
    void parse_ofTheOwnMachineFromTheApi_isRefused(String text) {
        assertThatThrownBy(() -> SourceUrl.parse(text, SourceUrl.FROM_API))
                .hasMessageContaining("not allowed here; write it in the configuration file")
                .hasMessageContaining("rtsp, rtsps, http, https");
    }

    @Test
    void equals_ofTheSameAddressWithAnotherPassword_isFalse() throws ConfigException {
        assertThat(parse("rtsp://u:a@h/p")).isEqualTo(parse("rtsp://u:a@h/p")).isNotEqualTo(parse("rtsp://u:b@h/p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://h/x?a=b -i /etc/passwd",
                "rtsp://h/x y",
                "http://u:p@h/x\u00a0y",
                "rtsp://h/x?secret=hunter2 z",
            })
    void parse_blankInTheAddress_isRefusedInWords(String source) {
        assertThatThrownBy(() -> SourceUrl.parse(source, SourceUrl.FROM_FILE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must hold no blanks")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void parse_lineSeparator_isRefused() {
        assertThatThrownBy(() -> SourceUrl.parse("file:/a\u2028b", SourceUrl.FROM_FILE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("control characters");
    }
}
