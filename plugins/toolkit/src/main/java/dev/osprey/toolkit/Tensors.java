package dev.osprey.toolkit;

import java.util.List;

/** The outputs of a model for one input, in the model's order; valid during the call of decode. */
public final class Tensors {
    private final List<Tensor> all;

    public Tensors(List<Tensor> all) {
        this.all = List.copyOf(all);
    }

    public int size() {
        return all.size();
    }

    /** The output at an index, in the model's order. */
    public Tensor get(int index) {
        return all.get(index);
    }

    /**
     * The output of a name.
     *
     * @throws IllegalArgumentException with the names there are
     */
    public Tensor get(String name) {
        for (Tensor tensor : all) {
            if (tensor.name().equals(name)) {
                return tensor;
            }
        }
        throw new IllegalArgumentException("no output " + name + ", there are "
                + all.stream().map(Tensor::name).toList());
    }
}
