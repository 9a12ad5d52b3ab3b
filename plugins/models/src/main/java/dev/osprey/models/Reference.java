package dev.osprey.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What TensorFlow.js made of the {@link Probe}, recorded once: enough of each output to see whether a conversion gives
 * the same.
 */
record Reference(List<Output> outputs) {
    private static final double TOLERANCE = 1e-3;
    private static final double SMALLEST_DIFFERENCE = 1e-6;

    Reference {
        outputs = List.copyOf(outputs);
    }

    /**
     * One output in brief.
     *
     * @param meanMagnitude the mean of the absolute values
     * @param medianMagnitude the median of the absolute values
     * @param samples elements by their position
     */
    record Output(
            String name,
            List<Integer> shape,
            double mean,
            double meanMagnitude,
            double medianMagnitude,
            Map<Integer, Double> samples) {
        Output {
            shape = List.copyOf(shape);
            samples = new TreeMap<>(samples);
        }
    }

    /** The reference recorded for a model; empty for one that is used as it comes. */
    static Optional<byte[]> resource(String model) throws IOException {
        try (InputStream in = Reference.class.getResourceAsStream("reference/" + model + ".json")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    static Reference read(byte[] json) throws IOException {
        return new ObjectMapper().readValue(json, Reference.class);
    }

    /**
     * Compares the outputs of a model with these.
     *
     * @throws CheckException with the numbers, at the first difference
     */
    void check(String model, Map<String, FloatTensor> actual) {
        for (Output expected : outputs) {
            FloatTensor tensor = actual.get(expected.name());
            String what = model + ", output " + expected.name();
            if (tensor == null) {
                throw new CheckException(what + " is missing; there are " + actual.keySet());
            }
            if (!tensor.shape().equals(expected.shape())) {
                throw new CheckException(what + ": shape expected " + expected.shape() + ", got " + tensor.shape());
            }
            double usual = expected.medianMagnitude() > 0 ? expected.medianMagnitude() : expected.meanMagnitude();
            expected.samples()
                    .forEach((at, value) -> require(what + ", element " + at, value, tensor.values()[at], usual));
            require(what + ", mean", expected.mean(), tensor.mean(), expected.meanMagnitude());
        }
    }

    private static void require(String what, double expected, double actual, double usual) {
        double allowed = TOLERANCE * Math.max(Math.abs(expected), usual) + SMALLEST_DIFFERENCE;
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new CheckException(
                    what + ": expected " + expected + ", got " + actual + ", allowed is a difference of " + allowed);
        }
    }
}
