package dev.osprey.media.bitstream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads of H.264's slices what tells the pictures apart that they belong to. For one thread. */
final class SliceHeaders {
    private static final int HEADER_BYTES = 64;

    private final Map<Integer, Sps> spss = new HashMap<>();
    private final Map<Integer, Pps> ppss = new HashMap<>();

    private record Sps(
            int frameNumBits,
            int orderType,
            int orderBits,
            boolean deltaAlwaysZero,
            boolean framesOnly,
            boolean separatePlanes) {}

    private record Pps(int sps, boolean bottomOrder) {}

    /**
     * A slice as ITU-T H.264, 7.4.1.2.4, compares it.
     *
     * @param firstMb where in the picture it begins
     * @param rest what else is compared; null where the slice's parameter sets have not come
     */
    record Slice(int firstMb, @Nullable Rest rest) {
        /** Whether it may be of the same picture as one before it. */
        boolean continues(Slice before) {
            return rest != null && before.rest != null ? rest.equals(before.rest) : firstMb > before.firstMb;
        }
    }

    record Rest(
            boolean idr,
            boolean reference,
            int pps,
            int frameNum,
            boolean field,
            boolean bottom,
            int idrId,
            int order,
            int orderBottom,
            int delta0,
            int delta1) {}

    /** Takes note of a parameter set. */
    void parameters(byte[] packet, int from, int to) {
        Bits bits = new Bits(Nal.unescaped(Arrays.copyOfRange(packet, from, to)), 1);
        if ((packet[from] & 0x1f) == 7) {
            readSps(bits);
        } else {
            int id = bits.ue();
            int sps = bits.ue();
            bits.flag();
            ppss.put(id, new Pps(sps, bits.flag()));
        }
        if (ppss.size() > 256 || spss.size() > 32) {
            ppss.clear();
            spss.clear();
        }
    }

    private void readSps(Bits bits) {
        int profile = bits.bits(8);
        bits.bits(16);
        int id = bits.ue();
        boolean separatePlanes = false;
        if (highProfile(profile)) {
            int chroma = bits.ue();
            separatePlanes = chroma == 3 && bits.flag();
            bits.ue();
            bits.ue();
            bits.flag();
            if (bits.flag()) {
                skipScaling(bits, chroma == 3 ? 12 : 8);
            }
        }
        int frameNumBits = bits.ue() + 4;
        int orderType = bits.ue();
        int orderBits = 0;
        boolean deltaAlwaysZero = false;
        if (orderType == 0) {
            orderBits = bits.ue() + 4;
        } else if (orderType == 1) {
            deltaAlwaysZero = bits.flag();
            bits.se();
            bits.se();
            for (int left = Math.min(255, bits.ue()); left > 0; left--) {
                bits.se();
            }
        }
        bits.ue();
        bits.flag();
        bits.ue();
        bits.ue();
        boolean framesOnly = bits.flag();
        if (frameNumBits <= 16 && orderBits <= 16 && !bits.over()) {
            spss.put(id, new Sps(frameNumBits, orderType, orderBits, deltaAlwaysZero, framesOnly, separatePlanes));
        }
    }

    private static boolean highProfile(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScaling(Bits bits, int lists) {
        for (int list = 0; list < lists; list++) {
            if (!bits.flag()) {
                continue;
            }
            int last = 8;
            int next = 8;
            for (int i = 0; i < (list < 6 ? 16 : 64); i++) {
                next = next == 0 ? 0 : (last + bits.se() + 256) & 0xff;
                last = next == 0 ? last : next;
            }
        }
    }

    Slice slice(byte[] packet, int from, int to) {
        byte[] head = Nal.unescaped(Arrays.copyOfRange(packet, from, Math.min(to, from + HEADER_BYTES)));
        Bits bits = new Bits(head, 1);
        int firstMb = bits.ue();
        bits.ue();
        int ppsId = bits.ue();
        Pps pps = ppss.get(ppsId);
        Sps sps = pps == null ? null : spss.get(pps.sps());
        return new Slice(firstMb, pps == null || sps == null ? null : rest(head[0], ppsId, pps, sps, bits));
    }

    private static Rest rest(byte header, int ppsId, Pps pps, Sps sps, Bits bits) {
        boolean idr = (header & 0x1f) == 5;
        bits.bits(sps.separatePlanes() ? 2 : 0);
        int frameNum = bits.bits(sps.frameNumBits());
        boolean field = !sps.framesOnly() && bits.flag();
        boolean bottom = field && bits.flag();
        int idrId = idr ? bits.ue() : 0;
        int order = bits.bits(sps.orderBits());
        boolean bottoms = pps.bottomOrder() && !field;
        int orderBottom = sps.orderType() == 0 && bottoms ? bits.se() : 0;
        boolean deltas = sps.orderType() == 1 && !sps.deltaAlwaysZero();
        int delta0 = deltas ? bits.se() : 0;
        int delta1 = deltas && bottoms ? bits.se() : 0;
        return new Rest(
                idr, (header & 0x60) != 0, ppsId, frameNum, field, bottom, idrId, order, orderBottom, delta0, delta1);
    }
}
