package dev.osprey.server.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/** An exception, with those behind it, whose messages cannot be taken for lines of the trace. */
record OnOneLine(IThrowableProxy thrown) implements IThrowableProxy {
    @Override
    public @Nullable String getMessage() {
        String message = thrown.getMessage();
        return message == null ? null : VisibleText.line(message);
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        IThrowableProxy cause = thrown.getCause();
        return cause == null ? null : new OnOneLine(cause);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        IThrowableProxy[] suppressed = thrown.getSuppressed();
        IThrowableProxy[] each = new IThrowableProxy[suppressed.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = new OnOneLine(suppressed[i]);
        }
        return each;
    }

    @Override
    public boolean isCyclic() {
        return thrown.isCyclic();
    }
}
