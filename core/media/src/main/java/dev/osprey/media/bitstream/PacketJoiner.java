package dev.osprey.media.bitstream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the packets of one picture together, where the source or its demuxer has split it. For one thread, and for start
 * codes: what has lengths comes in whole pictures.
 */
final class PacketJoiner {
    /* FFmpeg's parser ends a picture at any parameter set, delimiter or message, wherever it stands; some senders repeat
     * them before each slice. Whether a picture goes on shows when the next packet comes, a picture later. So that it
     * costs that time only where it must, a source whose first pictures were all whole is trusted, until one is not. */
    static final int WHOLE_UNTIL_TRUSTED = 3;
    private static final int MAX_BYTES = 32 << 20;

    private final Nal nal;
    private final int wholeUntilTrusted;
    private final SliceHeaders headers = new SliceHeaders();
    private final NalIndex index = new NalIndex();
    private final BitSet begun = new BitSet();

    private @Nullable Packet lead;
    private @Nullable Packet picture;
    private SliceHeaders.@Nullable Slice lastSlice;
    private long lastMicros = Packet.UNKNOWN;
    private boolean any;
    private boolean keySeen;
    private int whole;
    private boolean split;

    PacketJoiner(Nal nal, int wholeUntilTrusted) {
        this.nal = nal;
        this.wholeUntilTrusted = wholeUntilTrusted;
    }

    /** What is whole by now, in order; often the packet itself. */
    List<Packet> add(Packet packet) {
        byte[] data = packet.data();
        index.atStartCodes(data);
        int first = -1;
        for (int i = 0; i < index.count(); i++) {
            int type = nal.type(data[index.from(i)]);
            if (nal == Nal.H264 && nal.parameterSet(type)) {
                headers.parameters(data, index.from(i), index.to(i));
            }
            first = first < 0 && nal.picture(type) ? i : first;
        }
        if (first < 0) {
            lead = lead == null || lead.data().length > MAX_BYTES ? packet : lead.with(packet.data(), packet);
            return List.of();
        }
        boolean goesOn = any && sameTime(packet) && goesOn(data, first);
        List<Packet> done = new ArrayList<>(2);
        Packet before = picture;
        if (goesOn) {
            split = true;
            Packet slices = packet.of(slicesOnly(data));
            picture = before == null ? slices : before.with(slices.data(), packet);
        } else {
            if (before != null) {
                done.add(before);
            }
            whole += any && keySeen ? 1 : 0;
            begun.clear();
            picture = lead == null ? packet : lead.with(data, packet);
        }
        lead = null;
        note(packet, first);
        Packet now = picture;
        if (now != null && ((!split && whole >= wholeUntilTrusted) || now.data().length > MAX_BYTES)) {
            done.add(now);
            picture = null;
        }
        return done;
    }

    /** What waits, at the end. */
    List<Packet> flush() {
        Packet last = picture;
        picture = null;
        lead = null;
        any = false;
        return last == null ? List.of() : List.of(last);
    }

    private boolean sameTime(Packet packet) {
        return packet.ptsMicros() == Packet.UNKNOWN || lastMicros == Packet.UNKNOWN || packet.ptsMicros() == lastMicros;
    }

    private boolean goesOn(byte[] data, int first) {
        if (nal == Nal.H265) {
            return data.length > index.from(first) + 2 && data[index.from(first) + 2] >= 0;
        }
        SliceHeaders.Slice slice = headers.slice(data, index.from(first), index.to(first));
        SliceHeaders.Slice before = lastSlice;
        return before != null && slice.continues(before) && !begun.get(Math.min(slice.firstMb(), 1 << 20));
    }

    private void note(Packet packet, int first) {
        any = true;
        keySeen |= packet.flaggedKey();
        lastMicros = packet.ptsMicros() == Packet.UNKNOWN ? lastMicros : packet.ptsMicros();
        byte[] data = packet.data();
        for (int i = first; i < index.count(); i++) {
            int type = nal.type(data[index.from(i)]);
            keySeen |= nal.key(type);
            if (nal == Nal.H264 && nal.picture(type)) {
                SliceHeaders.Slice slice = headers.slice(data, index.from(i), index.to(i));
                lastSlice = slice;
                begun.set(Math.min(slice.firstMb(), 1 << 20));
            }
        }
    }

    /** What stands between the slices of a picture was there before the first, and would end the picture here. */
    private byte[] slicesOnly(byte[] data) {
        int size = 0;
        for (int i = 0; i < index.count(); i++) {
            size += nal.picture(nal.type(data[index.from(i)])) ? 4 + index.to(i) - index.from(i) : 0;
        }
        byte[] out = new byte[size];
        int at = 0;
        for (int i = 0; i < index.count(); i++) {
            if (nal.picture(nal.type(data[index.from(i)]))) {
                int length = index.to(i) - index.from(i);
                out[at + 3] = 1;
                System.arraycopy(data, index.from(i), out, at + 4, length);
                at += 4 + length;
            }
        }
        return out;
    }
}
