package dev.osprey.server.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;

/** A stack trace whose line feeds are its own: an exception's message stands on one line. */
public final class VisibleTrace extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return VisibleText.lines(super.throwableProxyToString(new OnOneLine(thrown)));
    }
}
