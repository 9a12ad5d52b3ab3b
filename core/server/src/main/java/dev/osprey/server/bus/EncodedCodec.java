package dev.osprey.server.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** By reference inside the process; a length of four bytes and the JSON on the wire. */
@SuppressWarnings("rawtypes") // a codec is registered for the class, which knows no parameter
final class EncodedCodec implements MessageCodec<Encoded, Encoded> {
    private final String name;

    EncodedCodec(String name) {
        this.name = name;
    }

    @Override
    public void encodeToWire(Buffer buffer, Encoded message) {
        Buffer json = message.json();
        buffer.appendInt(json.length()).appendBuffer(json);
    }

    @Override
    public Encoded decodeFromWire(int position, Buffer buffer) {
        int start = position + Integer.BYTES;
        return Encoded.read(buffer.getBuffer(start, start + buffer.getInt(position)));
    }

    @Override
    public Encoded transform(Encoded message) {
        return message;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
