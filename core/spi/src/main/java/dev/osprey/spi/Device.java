package dev.osprey.spi;

/**
 * Where a model runs.
 *
 * @param index of the device, from 0; always 0 for {@link Kind#CPU}
 */
public record Device(Kind kind, int index) {
    public static final Device CPU = new Device(Kind.CPU, 0);

    public Device {
        if (index < 0) {
            throw new IllegalArgumentException("index must be >= 0, got " + index);
        }
    }

    public enum Kind {
        CPU,
        CUDA
    }
}
