package dev.osprey.server.live;

/** Codec strings as browsers write them. */
final class Codecs {
    private Codecs() {}

    /** {@code avc1}, {@code hvc1} or {@code jpeg}; another codec's part before the first dot. */
    static String family(String codec) {
        int dot = codec.indexOf('.');
        String head = dot < 0 ? codec : codec.substring(0, dot);
        if (head.equals("avc3")) {
            return "avc1";
        }
        return head.equals("hev1") ? "hvc1" : head;
    }
}
