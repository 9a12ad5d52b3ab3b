package dev.osprey.testkit;

import dev.osprey.spi.Device;
import dev.osprey.spi.Model;
import dev.osprey.spi.StageContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A host that has no catalog: it takes every name for a model file's path and describes each file in the same way. It
 * has two lanes. For the catalog that a build fills there is {@link TestContext}.
 *
 * @param device where models run
 * @param labels of every model
 * @param properties of every model
 */
public record FakeContext(Device device, List<String> labels, Map<String, String> properties) implements StageContext {
    public FakeContext {
        labels = List.copyOf(labels);
        properties = Map.copyOf(properties);
    }

    /** The CPU, and models of which nothing is said. */
    public FakeContext() {
        this(Device.CPU, List.of(), Map.of());
    }

    public FakeContext withDevice(Device newDevice) {
        return new FakeContext(newDevice, labels, properties);
    }

    public FakeContext withLabels(String... newLabels) {
        return new FakeContext(device, List.of(newLabels), properties);
    }

    public FakeContext withProperties(Map<String, String> newProperties) {
        return new FakeContext(device, labels, newProperties);
    }

    @Override
    public int lanes() {
        return 2;
    }

    @Override
    public Model model(String nameOrPath) {
        return Model.of(nameOrPath, Path.of(nameOrPath)).withLabels(labels).withProperties(properties);
    }

    @Override
    public System.Logger logger() {
        return System.getLogger("test");
    }
}
