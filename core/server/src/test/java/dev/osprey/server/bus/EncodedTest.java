package dev.osprey.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EncodedTest {
    private final AtomicInteger writings = new AtomicInteger();

    private Encoded<String> encoded() {
        return Encoded.of("x", value -> {
            writings.incrementAndGet();
            return Buffer.buffer("{\"value\":\"" + value + "\"}");
        });
    }

    @Test
    void json_askedTwice_isWrittenOnce() {
        Encoded<String> encoded = encoded();
        assertThat(writings).hasValue(0);
        assertThat(encoded.json()).isSameAs(encoded.json());
        assertThat(writings).hasValue(1);
    }

    @Test
    void transform_insideTheProcess_isTheSameObject() {
        Encoded<String> encoded = encoded();
        assertThat(new EncodedCodec("t").transform(encoded)).isSameAs(encoded);
        assertThat(writings).hasValue(0);
    }

    @Test
    void encodeToWire_thenDecoded_hasTheJsonAlone() {
        Buffer wire = Buffer.buffer("before");
        EncodedCodec codec = new EncodedCodec("t");
        codec.encodeToWire(wire, encoded());
        wire.appendString("after");
        Encoded<?> decoded = codec.decodeFromWire("before".length(), wire);
        assertThat(decoded.json().toString()).isEqualTo("{\"value\":\"x\"}");
        assertThat(decoded.value()).isEmpty();
    }
}
