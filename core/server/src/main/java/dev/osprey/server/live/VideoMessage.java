package dev.osprey.server.live;

import dev.osprey.media.bitstream.AccessUnit;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One access unit or JPEG on its way to all of its viewers: its bytes are written once, when the first one asks for
 * them, and shared. Whoever keeps it for longer than a call retains it, and releases it once. Thread-safe.
 */
public final class VideoMessage {
    /** In bytes; see {@link #bytes}. */
    public static final int HEADER_BYTES = 24;

    private static final int MAGIC = 'O' << 8 | 'S';
    private static final int VERSION = 1;
    private static final int KEY = 1;
    private static final int JPEG = 2;

    private final HeldBytes held;
    private final boolean key;
    private final boolean jpeg;
    private final long ptsMicros;
    private final int size;

    /* Guarded by this; one of the two is there. */
    private @Nullable AccessUnit unit;
    private @Nullable Buffer bytes;
    private int holders;

    public VideoMessage(AccessUnit unit, HeldBytes held) {
        this.unit = unit;
        this.held = held;
        this.key = unit.key();
        this.jpeg = unit.jpeg();
        this.ptsMicros = unit.ptsMicros();
        this.size = HEADER_BYTES + unit.data().length;
    }

    /** Whether decoding can begin here. */
    public boolean key() {
        return key;
    }

    public boolean jpeg() {
        return jpeg;
    }

    public long ptsMicros() {
        return ptsMicros;
    }

    /** In bytes, with the header. */
    public int size() {
        return size;
    }

    /**
     * As it goes over the WebSocket: {@code OS}, version, flags (bit 0 key frame, bit 1 JPEG), u32 stream, i64
     * presentation time in µs, i64 capture time in µs since the epoch, all big endian; then the unit. Not to be changed.
     */
    public synchronized Buffer bytes() {
        Buffer written = bytes;
        if (written == null) {
            written = write(Objects.requireNonNull(unit));
            bytes = written;
            unit = null;
        }
        return written;
    }

    /** The unit alone: a view of {@link #bytes}. */
    public Buffer data() {
        return bytes().slice(HEADER_BYTES, size);
    }

    private static Buffer write(AccessUnit unit) {
        int flags = (unit.key() ? KEY : 0) | (unit.jpeg() ? JPEG : 0);
        return Buffer.buffer(HEADER_BYTES + unit.data().length)
                .appendUnsignedShort(MAGIC)
                .appendByte((byte) VERSION)
                .appendByte((byte) flags)
                .appendInt(unit.stream())
                .appendLong(unit.ptsMicros())
                .appendLong(unit.capturedAtMicros())
                .appendBytes(unit.data());
    }

    public synchronized VideoMessage retain() {
        if (holders++ == 0) {
            held.add(size);
        }
        return this;
    }

    public synchronized void release() {
        if (holders < 1) {
            throw new IllegalStateException("a message was released more often than retained");
        }
        if (--holders == 0) {
            held.add(-size);
        }
    }
}
