package dev.osprey.models;

import java.util.List;

/**
 * An input that is the same everywhere: noise worked out from the position alone, so that another program can make it
 * too. With {@code *}, {@code ^} and unsigned {@code >>} on 32 bits, element {@code i} is
 *
 * <pre>
 * h = (i / run + 1) * 0x9E3779B1 ^ seed * 0x85EBCA6B
 * h = (h ^ h >> 16) * 0x7FEB352D
 * h = (h ^ h >> 15) * 0x846CA68B
 * low + (h ^ h >> 16) / 2^32 * (high - low)
 * </pre>
 *
 * rounded down where the model takes integers.
 *
 * @param shape for one picture
 * @param run how many neighbouring elements are alike
 */
record Probe(List<Integer> shape, double low, double high, int run, int seed) {
    private static final int SPREAD = 0x9E3779B1;
    private static final int SEED_SPREAD = 0x85EBCA6B;
    private static final int MIX_1 = 0x7FEB352D;
    private static final int MIX_2 = 0x846CA68B;

    Probe {
        shape = List.copyOf(shape);
    }

    Probe withSeed(int newSeed) {
        return new Probe(shape, low, high, run, newSeed);
    }

    int size() {
        int size = 1;
        for (int dim : shape) {
            size *= dim;
        }
        return size;
    }

    /** Element {@code i}, before rounding. */
    double value(int i) {
        int h = (i / run + 1) * SPREAD ^ seed * SEED_SPREAD;
        h = (h ^ h >>> 16) * MIX_1;
        h = (h ^ h >>> 15) * MIX_2;
        return low + Integer.toUnsignedLong(h ^ h >>> 16) / 0x1p32 * (high - low);
    }
}
