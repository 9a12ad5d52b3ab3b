package dev.osprey.toolkit;

import dev.osprey.spi.PixelSpec;
import java.util.List;
import java.util.Optional;

/**
 * What a layout of outputs is told by.
 *
 * @param outputs in the model's order, with the dimensions that they have for one picture
 * @param pixels of the model's input, of which the size counts
 */
public record ModelShapes(List<TensorShape> outputs, PixelSpec pixels) {
    public ModelShapes {
        outputs = List.copyOf(outputs);
    }

    /** The one output, if there is one alone, of some number of dimensions and one picture. */
    public Optional<TensorShape> single(int rank) {
        if (outputs.size() != 1) {
            return Optional.empty();
        }
        TensorShape output = outputs.get(0);
        return output.rank() == rank && output.dimension(0) == 1 ? Optional.of(output) : Optional.empty();
    }
}
