package dev.osprey.server.sink;

import dev.osprey.spi.SinkContext;
import java.nio.file.Path;

/** Where a sink is. */
record SinkPlace(String name, Path folder) implements SinkContext {
    @Override
    public System.Logger logger() {
        return System.getLogger("dev.osprey.sink." + name);
    }
}
