package dev.osprey.models.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TfjsGraphTest {
    private static final String MANIFEST =
            "\"weightsManifest\": [{\"weights\": [{\"name\": \"two\", \"shape\": [], \"dtype\": \"int32\"}]}]";

    @Test
    void read_nodesOutOfOrder_sortsThem() throws Exception {
        TfjsGraph graph = read(
                """
                {"modelTopology": {"node": [
                  {"name": "c", "op": "Neg", "input": ["b:0", "^a"]},
                  {"name": "b", "op": "Add", "input": ["a", "two"]},
                  {"name": "two", "op": "Const"},
                  {"name": "a", "op": "Placeholder"}]}, %s}
                """);
        assertThat(graph.nodes()).extracting(TfNode::name).containsExactly("a", "b", "c");
        assertThat(graph.nodes().get(2).inputs()).containsExactly("b");
        assertThat(graph.outputs()).containsExactly("c");
        assertThat(graph.constants().get("two").intValue()).isEqualTo(2);
    }

    @Test
    void read_signature_decidesOutputs() throws Exception {
        TfjsGraph graph = read(
                """
                {"signature": {"outputs": {"x": {"name": "b:0"}, "y": {"name": "a"}}},
                 "modelTopology": {"node": [
                  {"name": "a", "op": "Placeholder"}, {"name": "b", "op": "Neg", "input": ["a"]},
                  {"name": "unused", "op": "Neg", "input": ["a"]}]}, %s}
                """);
        assertThat(graph.outputs()).containsExactly("a", "b");
    }

    @Test
    void read_valueThatNothingMakes_isNamed() {
        assertThatThrownBy(
                        () -> read(
                                """
                                {"modelTopology": {"node": [{"name": "b", "op": "Neg", "input": ["gone"]}]}, %s}
                                """))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("Neg b takes values that nothing makes: [gone]");
    }

    @Test
    void read_layersModel_refused() {
        assertThatThrownBy(() -> read("{\"modelTopology\": {\"model_config\": {}}, %s}"))
                .hasMessageContaining("not a graph model");
    }

    @Test
    void attributes_everyKind_areRead() throws Exception {
        TfNode node = TfNode.read(
                new ObjectMapper()
                        .readTree(
                                """
                                {"name": "n", "op": "Conv2D", "attr": {
                                  "padding": {"s": "U0FNRQ=="}, "strides": {"list": {"i": ["1", "2", "2", "1"]}},
                                  "fused_ops": {"list": {"s": ["Qmlhc0FkZA==", "UmVsdTY="]}}, "alpha": {"f": 0.5},
                                  "keep_dims": {"b": true}, "axis": {"i": "-1"}, "T": {"type": "DT_INT64"}}}
                                """));
        assertThat(node.string("padding", "")).isEqualTo("SAME");
        assertThat(node.integers("strides")).containsExactly(1, 2, 2, 1);
        assertThat(node.strings("fused_ops")).containsExactly("BiasAdd", "Relu6");
        assertThat(node.real("alpha", 0)).isEqualTo(0.5f);
        assertThat(node.flag("keep_dims")).isTrue();
        assertThat(node.integer("axis", 0)).isEqualTo(-1);
        assertThat(node.type("T")).isEqualTo(DType.INT32);
    }

    private static TfjsGraph read(String json) throws Exception {
        return TfjsGraph.read(new ObjectMapper().readTree(json.formatted(MANIFEST)), new byte[] {2, 0, 0, 0});
    }
}
