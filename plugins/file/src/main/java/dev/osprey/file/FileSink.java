package dev.osprey.file;

import dev.osprey.spi.Sink;
import dev.osprey.spi.SinkEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines. The events of a call are in one file, all on the disk, or none of them. */
final class FileSink implements Sink {
    private static final int LOOK_BACK = 64 << 10;

    private final Path file;
    private final long rotateBytes;
    private final int keep;
    private @Nullable FileChannel channel;

    FileSink(Path file, long rotateBytes, int keep) throws IOException {
        this.file = file.toAbsolutePath();
        this.rotateBytes = rotateBytes;
        this.keep = keep;
        open();
    }

    @Override
    public void deliver(List<SinkEvent> events) throws IOException {
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(event.json()).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        FileChannel open = usable();
        if (open.size() > 0 && open.size() + bytes.remaining() > rotateBytes) {
            open = rotated();
        }
        long before = open.size();
        try {
            open.position(before);
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            open.force(true);
        } catch (IOException e) {
            takeBack(open, before, e);
            throw e;
        }
    }

    /** What comes again shall not be there twice. */
    private void takeBack(FileChannel written, long size, IOException reason) {
        boolean interrupted = Thread.interrupted(); // which would close the channel again
        try (FileChannel again = written.isOpen() ? written : FileChannel.open(file, StandardOpenOption.WRITE)) {
            again.truncate(size);
        } catch (IOException e) {
            reason.addSuppressed(e);
        } finally {
            channel = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An interrupted call closes the channel; somebody else may have moved the file. */
    private FileChannel usable() throws IOException {
        FileChannel open = channel;
        if (open != null && open.isOpen() && Files.exists(file)) {
            return open;
        }
        close();
        return open();
    }

    private FileChannel open() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            dropTornLine(opened);
            if (folder != null) {
                forceFolder(folder);
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        return opened;
    }

    /** A crash may have left half a line, which was not said to be delivered and comes again. */
    private static void dropTornLine(FileChannel opened) throws IOException {
        long end = opened.size();
        while (end > 0) {
            long from = Math.max(0, end - LOOK_BACK);
            ByteBuffer part = ByteBuffer.allocate((int) (end - from));
            while (part.hasRemaining() && opened.read(part, from + part.position()) >= 0) {}
            for (int i = part.position() - 1; i >= 0; i--) {
                if (part.get(i) == '\n') {
                    opened.truncate(from + i + 1);
                    return;
                }
            }
            end = from;
        }
        opened.truncate(0);
    }

    private static void forceFolder(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel itself = FileChannel.open(folder, StandardOpenOption.READ)) {
                itself.force(true);
            }
        }
    }

    private FileChannel rotated() throws IOException {
        close();
        for (int i = keep; i > 1; i--) {
            if (Files.exists(aside(i - 1))) {
                Files.move(aside(i - 1), aside(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
        return open();
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
