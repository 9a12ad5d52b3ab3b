package dev.osprey.media.simulator;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A clip's packets in memory, in decoding order.
 *
 * @param parameterSets the NAL units that a decoder needs before the first picture (H.264: SPS, PPS; H.265: VPS, SPS,
 *     PPS); empty for JPEG
 * @param units at least one; the first is a key frame
 * @param durationMicros from the first unit to where the next round begins
 */
record Clip(Codec codec, int width, int height, List<byte[]> parameterSets, List<Unit> units, long durationMicros) {

    /**
     * One picture.
     *
     * @param sendMicros when to send it, counted from the first unit (decoding time)
     * @param ptsMicros when it is shown, by the same count
     * @param nals its NAL units without start codes; for JPEG one element, the file; of a transport stream, pieces
     */
    record Unit(boolean key, long sendMicros, long ptsMicros, List<byte[]> nals) {
        Unit {
            nals = List.copyOf(nals);
        }
    }

    Clip {
        parameterSets = List.copyOf(parameterSets);
        units = List.copyOf(units);
        if (units.isEmpty() || !units.get(0).key()) {
            throw new IllegalArgumentException("a clip must begin with a key frame, got " + units.size() + " pictures");
        }
        if (durationMicros <= units.get(units.size() - 1).sendMicros()) {
            throw new IllegalArgumentException("a clip must last longer than to its last picture's "
                    + units.get(units.size() - 1).sendMicros() + " µs, got " + durationMicros);
        }
    }

    double framesPerSecond() {
        return units.size() * 1e6 / durationMicros;
    }

    /** The same pictures, evenly at another rate; null keeps the clip's own. */
    Clip atRate(@Nullable Double framesPerSecond) {
        if (framesPerSecond == null) {
            return this;
        }
        double factor = framesPerSecond() / framesPerSecond;
        List<Unit> paced = units.stream()
                .map(unit -> new Unit(
                        unit.key(),
                        Math.round(unit.sendMicros() * factor),
                        Math.round(unit.ptsMicros() * factor),
                        unit.nals()))
                .toList();
        return new Clip(codec, width, height, parameterSets, paced, Math.round(durationMicros * factor));
    }

    /** The same pictures with the parameter sets before each key frame, or nowhere but in {@link #parameterSets}. */
    Clip withParameterSets(boolean inBand) {
        List<Unit> changed = units.stream()
                .map(unit -> {
                    List<byte[]> bare = unit.nals().stream()
                            .filter(nal -> !codec.isParameterSet(nal))
                            .toList();
                    boolean prefixed = inBand && unit.key();
                    List<byte[]> nals = prefixed ? concat(parameterSets, bare) : bare;
                    return new Unit(unit.key(), unit.sendMicros(), unit.ptsMicros(), nals);
                })
                .toList();
        return new Clip(codec, width, height, parameterSets, changed, durationMicros);
    }

    /** The last key frame that is to be sent at this time of the round or before. */
    int keyAt(long micros) {
        return IntStream.range(0, units.size())
                .filter(i -> units.get(i).key() && units.get(i).sendMicros() <= micros)
                .max()
                .orElse(0);
    }

    private static List<byte[]> concat(List<byte[]> first, List<byte[]> second) {
        List<byte[]> all = new java.util.ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
