package dev.osprey.models.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {
    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "3c00, 1",
        "c000, -2",
        "3555, 0.333251953125",
        "7bff, 65504",
        "0001, 5.9604645E-8",
        "03ff, 6.097555E-5",
        "0400, 6.103515625E-5",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e00, NaN"
    })
    void half_ofEveryKind_hasItsValue(String bits, Float expected) {
        assertThat(Weights.half((short) Integer.parseInt(bits, 16))).isEqualTo(expected);
    }

    @Test
    void decode_everyStorage_givesValuesInOrder() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(1.5f).putFloat(-3);
        bytes.putShort((short) 0x3c00);
        bytes.put((byte) 0).put((byte) 200);
        bytes.putShort((short) 40_000);
        bytes.putInt(-7);
        bytes.put((byte) 1).put((byte) 0);
        Map<String, Tensor> weights = Weights.decode(
                json(
                        """
                        [{"weights": [
                          {"name": "f", "shape": [2], "dtype": "float32"},
                          {"name": "h", "shape": [], "dtype": "float32", "quantization": {"dtype": "float16"}},
                          {"name": "q", "shape": [2, 1], "dtype": "float32",
                           "quantization": {"dtype": "uint8", "scale": 0.5, "min": -10}},
                          {"name": "w", "shape": [1], "dtype": "float32",
                           "quantization": {"dtype": "uint16", "scale": 0.25, "min": 1}},
                          {"name": "i", "shape": [1], "dtype": "int32"},
                          {"name": "b", "shape": [2], "dtype": "bool"}]}]
                        """),
                written(bytes));
        assertThat(weights.get("f").floats()).containsExactly(1.5f, -3);
        assertThat(weights.get("h").floats()).containsExactly(1);
        assertThat(weights.get("h").shape()).isEmpty();
        assertThat(weights.get("q").floats()).containsExactly(-10, 90);
        assertThat(weights.get("q").shape()).containsExactly(2, 1);
        assertThat(weights.get("w").floats()).containsExactly(10_001);
        assertThat(weights.get("i").ints()).containsExactly(-7);
        assertThat(weights.get("b").ints()).containsExactly(1, 0);
        assertThat(weights.get("b").type()).isEqualTo(DType.BOOL);
    }

    @Test
    void decode_fileTooShort_namesWeightAndSizes() throws Exception {
        JsonNode manifest = json("[{\"weights\": [{\"name\": \"f\", \"shape\": [3], \"dtype\": \"float32\"}]}]");
        assertThatThrownBy(() -> Weights.decode(manifest, new byte[11]))
                .hasMessage("weight f needs 12 bytes, the file has 11 left");
    }

    @Test
    void decode_fileTooLong_namesBothSizes() throws Exception {
        JsonNode manifest = json("[{\"weights\": [{\"name\": \"f\", \"shape\": [1], \"dtype\": \"float32\"}]}]");
        assertThatThrownBy(() -> Weights.decode(manifest, new byte[6]))
                .hasMessage("the manifest describes 4 bytes of weights, the file has 6");
    }

    @Test
    void decode_unknownType_namesIt() throws Exception {
        JsonNode manifest = json("[{\"weights\": [{\"name\": \"s\", \"shape\": [1], \"dtype\": \"string\"}]}]");
        assertThatThrownBy(() -> Weights.decode(manifest, new byte[4])).hasMessageContaining("type string is none of");
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }
}
