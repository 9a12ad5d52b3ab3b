package dev.osprey.models.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class LayersModelTest {
    @Test
    void read_everyLayer_becomesOperations() throws Exception {
        TfjsGraph graph = read(
                layer("InputLayer", "in", "{}", "")
                        + ","
                        + layer(
                                "Conv2D",
                                "conv",
                                "{\"padding\": \"same\", \"strides\": [2, 1], \"activation\": \"relu\"}",
                                "[\"in\", 0, 0, {}]")
                        + "," + layer("Activation", "act", "{\"activation\": \"sigmoid\"}", "[\"conv\", 0, 0, {}]")
                        + "," + layer("Add", "sum", "{}", "[\"conv\", 0, 0, {}], [\"act\", 0, 0, {}]")
                        + ","
                        + layer("Concatenate", "join", "{\"axis\": 3}", "[\"sum\", 0, 0, {}], [\"act\", 0, 0, {}]")
                        + "," + layer("UpSampling2D", "up", "{\"size\": [2, 3]}", "[\"join\", 0, 0, {}]"),
                "up");
        assertThat(graph.nodes())
                .extracting(TfNode::op)
                .containsExactly(
                        "Placeholder",
                        "_FusedConv2D",
                        "Sigmoid",
                        "AddN",
                        "ConcatV2",
                        "Shape",
                        "StridedSlice",
                        "Mul",
                        "ResizeNearestNeighbor");
        TfNode conv = graph.nodes().get(1);
        assertThat(conv.inputs()).containsExactly("in", "conv/kernel", "conv/bias");
        assertThat(conv.strings("fused_ops")).containsExactly("BiasAdd", "Relu");
        assertThat(conv.string("padding", "")).isEqualTo("SAME");
        assertThat(conv.integers("strides")).containsExactly(1, 2, 1, 1);
        assertThat(graph.constants().get("up/factor").ints()).containsExactly(2, 3);
        assertThat(graph.outputs()).containsExactly("up");
    }

    @Test
    void read_unknownLayer_listsThoseKnown() {
        assertThatThrownBy(() -> read(layer("LSTM", "memory", "{}", ""), "memory"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("layer memory is a LSTM, which is none of InputLayer, Conv2D");
    }

    @Test
    void read_graphModel_refused() {
        assertThatThrownBy(() -> LayersModel.read(new ObjectMapper().readTree("{}"), new byte[0]))
                .hasMessageContaining("not a layers model");
    }

    private static String layer(String kind, String name, String config, String inputs) {
        return "{\"class_name\": \"%s\", \"name\": \"%s\", \"config\": %s, \"inbound_nodes\": [[%s]]}"
                .formatted(kind, name, config, inputs);
    }

    private static TfjsGraph read(String layers, String output) throws Exception {
        String json =
                """
                {"modelTopology": {"model_config": {"config": {"layers": [%s], "output_layers": [["%s", 0, 0]]}}},
                 "weightsManifest": [{"weights": [
                   {"name": "conv/kernel", "shape": [1, 1, 1, 1], "dtype": "float32"},
                   {"name": "conv/bias", "shape": [1], "dtype": "float32"}]}]}
                """
                        .formatted(layers, output);
        byte[] weights = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(2)
                .putFloat(1)
                .array();
        return LayersModel.read(new ObjectMapper().readTree(json), weights);
    }
}
