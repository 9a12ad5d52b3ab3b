package dev.osprey.detect;

import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.TopK;

/** Reads boxes and scores from a model's outputs, in one layout. Immutable. */
interface Decoder {
    /** How many classes the outputs have; 0 if they do not show it. */
    int classes();

    /** Offers every candidate's score, under an index that {@link #read} understands. */
    void collect(Tensors outputs, TopK best);

    /** Reads the box and class of a candidate that {@link #collect} offered. */
    void read(Tensors outputs, int index, Candidate into);

    /** Whether overlapping boxes have still to be suppressed. */
    default boolean overlapping() {
        return true;
    }
}
