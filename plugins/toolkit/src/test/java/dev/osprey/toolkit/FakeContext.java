package dev.osprey.toolkit;

import dev.osprey.spi.Device;
import dev.osprey.spi.Model;
import dev.osprey.spi.StageContext;
import java.nio.file.Path;
import java.util.Map;

/** A host with two lanes that takes every name for a file's path. */
record FakeContext(Device device, Map<String, String> properties) implements StageContext {
    FakeContext() {
        this(Device.CPU, Map.of());
    }

    @Override
    public int lanes() {
        return 2;
    }

    @Override
    public Model model(String nameOrPath) {
        return Model.of(nameOrPath, Path.of(nameOrPath)).withProperties(properties);
    }

    @Override
    public System.Logger logger() {
        return System.getLogger("test");
    }
}
