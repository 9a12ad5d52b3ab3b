package dev.osprey.engine.plugin;

/** The plugin's class loader as the thread's context class loader, until closed on the same thread. */
public final class ContextLoader implements AutoCloseable {
    private final ClassLoader before;

    private ContextLoader(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
    }

    static ContextLoader of(Object ofPlugin) {
        return new ContextLoader(ofPlugin.getClass().getClassLoader());
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
