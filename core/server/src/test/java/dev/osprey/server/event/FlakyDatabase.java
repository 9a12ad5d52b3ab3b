package dev.osprey.server.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A database that fails when it is told to: before a commit, or after it, when all is in the store. */
final class FlakyDatabase implements Database {
    private final Database real;
    private final Supplier<Fault> faults;

    enum Fault {
        NONE,
        OPENING,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** @param faults asked before each opening and each commit */
    FlakyDatabase(Database real, Supplier<Fault> faults) {
        this.real = real;
        this.faults = faults;
    }

    @Override
    public void prepare() throws SQLException {
        real.prepare();
    }

    @Override
    public Connection writer() throws SQLException {
        if (faults.get() == Fault.OPENING) {
            throw new SQLException("away on purpose");
        }
        Connection connection = real.writer();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Fault fault = method.getName().equals("commit") ? faults.get() : Fault.NONE;
                    if (fault == Fault.BEFORE_COMMIT) {
                        throw new SQLException("failed on purpose");
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (fault == Fault.AFTER_COMMIT) {
                            throw new SQLException("failed on purpose, but it is stored");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection reader() throws SQLException {
        return real.reader();
    }

    @Override
    public boolean isItemsFault(SQLException e) {
        return real.isItemsFault(e);
    }

    @Override
    public String words(SQLException e) {
        return real.words(e);
    }

    @Override
    public void close() {
        real.close();
    }
}
