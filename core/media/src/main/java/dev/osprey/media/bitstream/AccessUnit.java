package dev.osprey.media.bitstream;

/**
 * One picture as it came from the camera, not decoded. Not to be changed.
 *
 * @param camera the camera's id
 * @param stream as in {@link StreamInfo}
 * @param key whether decoding can begin here
 * @param jpeg whether it is a whole JPEG; else H.264 or H.265 in Annex B
 * @param ptsMicros presentation time within the stream, as in the {@code Picture} decoded from it
 * @param capturedAtMicros when the packet was read, in microseconds since the epoch
 * @param data with the parameter sets before every key frame
 */
@SuppressWarnings("ArrayRecordComponent") // a copy a viewer would cost more than trust
public record AccessUnit(
        String camera, int stream, boolean key, boolean jpeg, long ptsMicros, long capturedAtMicros, byte[] data) {
    @Override
    public String toString() {
        return (key ? "key " : "") + (jpeg ? "JPEG" : "access unit") + " of " + camera + "/" + stream + " at "
                + ptsMicros + " us, " + data.length + " bytes";
    }
}
