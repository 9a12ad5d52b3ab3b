package dev.osprey.file;

import dev.osprey.spi.Sink;
import dev.osprey.spi.SinkContext;
import dev.osprey.spi.SinkFactory;
import java.io.IOException;

/** Makes {@code file} sinks. */
public final class FileSinkFactory implements SinkFactory<FileSettings> {
    @Override
    public String name() {
        return "file";
    }

    @Override
    public Class<FileSettings> configType() {
        return FileSettings.class;
    }

    @Override
    public String description() {
        return "Writes events to a file, a CloudEvent a line, rotated by size";
    }

    @Override
    public Sink create(FileSettings config, SinkContext context) throws IOException {
        return new FileSink(context.folder().resolve(config.path()), config.rotateBytes(), config.keep());
    }
}
