package dev.osprey.server.config;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Applies the configuration file when it has changed and then stayed the same for one more look, so that a
 * half-written one is not read. It looks once a second instead of being told, as mounts in containers tell nothing.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConfigWatch.class.getName());

    private final ConfigStore store;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watch = new Thread(task, "config-watch");
        watch.setDaemon(true);
        return watch;
    });

    /* The watching thread's. */
    private Look applied;
    private Look last;

    /** What tells one version of a file from another. */
    private record Look(long modifiedMillis, long bytes, String key) {
        static Look at(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Look(
                        attributes.lastModifiedTime().toMillis(),
                        attributes.size(),
                        String.valueOf(attributes.fileKey()));
            } catch (IOException absent) {
                return new Look(0, -1, "absent: " + absent.getClass().getSimpleName());
            }
        }
    }

    ConfigWatch(ConfigStore store) {
        this.store = store;
        this.applied = Look.at(store.file());
        this.last = applied;
    }

    public static ConfigWatch start(ConfigStore store) {
        ConfigWatch watch = new ConfigWatch(store);
        ScheduledFuture<?> unused = watch.thread.scheduleWithFixedDelay(watch::lookSafely, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    /** One look, whatever comes of it: what is thrown is logged and shown as a problem of the configuration. */
    void lookSafely() {
        try {
            look();
        } catch (Throwable e) { // an error too: a watch that ends would say nothing ever after
            store.failed(e);
            Faults.OURS.note("config-watch: applying " + store.file(), e);
        }
    }

    /** One look; true if the file was read. */
    boolean look() {
        Look now = Look.at(store.file());
        boolean settled = now.equals(last);
        last = now;
        if (!settled || now.equals(applied)) {
            return false;
        }
        applied = now;
        try {
            store.reload();
        } catch (ConfigException logged) {
            LOG.log(System.Logger.Level.DEBUG, "the store has logged why it refused", logged);
        }
        return true;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
