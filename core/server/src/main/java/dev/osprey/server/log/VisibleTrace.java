package dev.osprey.server.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.osprey.engine.text.Redactor;

/** A stack trace without secrets whose line feeds are its own: an exception's message stands on one line. */
public final class VisibleTrace extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return VisibleText.lines(Redactor.everywhere(super.throwableProxyToString(new OnOneLine(thrown))));
    }
}
