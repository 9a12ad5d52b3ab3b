package dev.osprey.pose;

import dev.osprey.spi.PixelSpec;
import dev.osprey.toolkit.TensorShape;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a model when its layout is looked for.
 *
 * @param outputs with the dimensions that they have for one picture
 * @param pixels of the model's input, of which the size counts
 * @param hints what somebody says of the points
 */
record Shapes(List<TensorShape> outputs, PixelSpec pixels, Hints hints) {
    /** The one output of some number of dimensions and one picture. */
    Optional<TensorShape> single(int rank) {
        return outputs.size() == 1
                        && outputs.get(0).rank() == rank
                        && outputs.get(0).dimension(0) == 1
                ? Optional.of(outputs.get(0))
                : Optional.empty();
    }
}
