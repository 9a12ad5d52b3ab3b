package dev.osprey.media.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads an MPEG transport stream as it is, to be sent in pieces that are evenly spread over its length. */
final class TransportStreamFile {
    /** Seven packets of a transport stream, as many as fit an Ethernet frame. */
    private static final int PIECE_BYTES = 7 * 188;

    private TransportStreamFile() {}

    static Clip read(Path file) throws IOException {
        Clip pictures = ClipFile.read(file);
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || bytes[0] != 0x47) {
            throw new IOException(file + " is no MPEG transport stream: give a .ts file");
        }
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE_BYTES)));
        }
        int count = Math.min(pieces.size(), pictures.units().size());
        List<Clip.Unit> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long micros = pictures.durationMicros() * i / count;
            List<byte[]> part = pieces.subList(pieces.size() * i / count, pieces.size() * (i + 1) / count);
            units.add(new Clip.Unit(i == 0, micros, micros, part));
        }
        return new Clip(Codec.MP2T, pictures.width(), pictures.height(), List.of(), units, pictures.durationMicros());
    }
}
