package dev.osprey.server.log;

import ch.qos.logback.classic.pattern.LoggerConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The logger's name; a plugin's class may have any. */
public final class VisibleLogger extends LoggerConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return VisibleText.line(super.convert(event));
    }
}
