package dev.osprey.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.osprey.engine.text.Redactor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The lines as the shipped configuration writes them. */
class LogTest {
    private final Redactor redactor = new Redactor();

    /** What the shipped pattern makes of one line. */
    private static String line(String message, Throwable failure) throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL shipped = LogTest.class.getResource("/logback.xml");
        configurator.doConfigure(shipped);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> console = root.getAppender("console");
        PatternLayoutEncoder encoder = (PatternLayoutEncoder) ((ConsoleAppender<ILoggingEvent>) console).getEncoder();
        ILoggingEvent event = new LoggingEvent(LogTest.class.getName(), root, Level.ERROR, message, failure, null);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void log_secretInMessageAndFailure_isMasked() throws JoranException {
        redactor.remember("hunter-log-2", "${env:P}");
        assertThat(line("login hunter-log-2 at rtsp://joe:pw@h/a", new IllegalStateException("hunter-log-2 is wrong")))
                .contains("login ${env:P} at rtsp://***@h/a", "IllegalStateException: ${env:P} is wrong")
                .doesNotContain("hunter-log-2", "joe:pw");
    }
}
