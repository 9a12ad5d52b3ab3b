package dev.osprey.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the log as the shipped configuration writes them. */
class LogLinesTest {
    private static final String HIDING = "[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u061c]";

    private final LoggerContext context = new LoggerContext();
    private ConsoleAppender<ILoggingEvent> console;

    @BeforeEach
    void readShippedConfiguration() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
        console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("console");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, '\t', '\n', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0x061c, 0x200e, 0x200f, 0x2028, 0x2029,
                0x202a, 0x202e, 0x2066, 0x2069
            })
    void message_characterThatHides_isWrittenAsItsEscape(int character) {
        String line = written("camera says " + (char) character + "x", null);
        assertThat(line).endsWith(String.format("camera says \\u%04xx%n", character));
        assertThat(line.stripTrailing()).doesNotContainPattern(HIDING);
    }

    @Test
    void message_argumentWithLineFeed_cannotForgeALine() {
        String line = written("camera hall: {}", null, "lost\n12:00:00.000 INFO  [main] Osprey: administrator came in");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void message_ordinaryTextOfAnyScript_staysAsItIs() {
        String text = "Kamera „Flur“ – 摄像机 الكاميرا 🦅 \\u202e C:\\cams";
        assertThat(written(text, null)).contains(": " + text + System.lineSeparator());
    }

    @Test
    void trace_messagesThatHide_areEscapedInEveryCauseAndSuppressedOne() {
        Exception cause = new IllegalStateException("cause\n\tat dev.osprey.Forged.line(Forged.java:1)\u202e");
        Exception thrown = new IllegalArgumentException("outer\u001b[2J\u2028x", cause);
        thrown.addSuppressed(new RuntimeException("suppressed\r\u0085"));
        String lines = written("failed", thrown);
        assertThat(lines)
                .contains("IllegalArgumentException: outer\\u001b[2J\\u2028x")
                .contains("Caused by: java.lang.IllegalStateException: cause\\u000a\\u0009at dev.osprey.Forged")
                .contains("\\u202e")
                .contains("Suppressed: java.lang.RuntimeException: suppressed\\u000d\\u0085");
        assertThat(lines.lines().skip(1).filter(line -> line.strip().startsWith("at ")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("Forged"));
        assertThat(lines.replace("\n", "").replace("\t", "")).doesNotContainPattern(HIDING);
    }

    @Test
    void trace_exceptionWithoutMessageAndCircularCause_isWritten() {
        Exception one = new Exception();
        Exception other = new Exception("other", one);
        one.initCause(other);
        assertThat(written("failed", one)).contains("java.lang.Exception").contains("CIRCULAR REFERENCE");
    }

    @Test
    void threadAndLogger_namesThatHide_areEscaped() {
        LoggingEvent event = event("said", null);
        event.setThreadName("capture-\u202ehall");
        event.setLoggerName("plugin.\u2066Evil");
        assertThat(encoded(event)).contains("[capture-\\u202ehall] \\u2066Evil: said");
    }

    private String written(String message, Throwable thrown, Object... arguments) {
        return encoded(event(message, thrown, arguments));
    }

    private LoggingEvent event(String message, Throwable thrown, Object... arguments) {
        return new LoggingEvent(
                "",
                context.getLogger("dev.osprey.Test"),
                Level.WARN,
                message,
                thrown,
                List.of(arguments).isEmpty() ? null : arguments);
    }

    private String encoded(LoggingEvent event) {
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
