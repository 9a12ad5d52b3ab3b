package dev.osprey.models.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void acquire_whileHeld_waitsForTheRelease() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        AtomicBoolean sawRelease = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        FolderLock first = FolderLock.acquire(folder, line -> {});
        Thread second = new Thread(() -> {
            started.countDown();
            try {
                FolderLock lock = FolderLock.acquire(folder, line -> {});
                sawRelease.set(released.get());
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        second.start();
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        second.join(200);
        assertThat(second.isAlive()).isTrue();
        released.set(true);
        first.close();
        second.join(10_000);
        assertThat(second.isAlive()).isFalse();
        assertThat(sawRelease).isTrue();
    }
}
