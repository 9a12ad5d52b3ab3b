package dev.osprey.server.log;

import ch.qos.logback.classic.pattern.ThreadConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The thread's name, which may hold a camera's. */
public final class VisibleThread extends ThreadConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return VisibleText.line(super.convert(event));
    }
}
