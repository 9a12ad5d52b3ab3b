package dev.osprey.models.onnx;

import dev.osprey.models.tfjs.TfNode;

/** Writes one operation of a graph as ONNX operations whose results have the names that the graph gives them. */
@FunctionalInterface
interface OpConverter {
    void convert(TfNode node, Conversion to);
}
