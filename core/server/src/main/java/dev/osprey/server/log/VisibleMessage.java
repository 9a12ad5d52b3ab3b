package dev.osprey.server.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.osprey.engine.text.Redactor;

/** What is logged, without secrets and on one line whatever it quotes: cameras, clients and plugins have a say in it. */
public final class VisibleMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return message == null ? "" : VisibleText.line(Redactor.everywhere(message));
    }
}
