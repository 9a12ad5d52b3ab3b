package dev.osprey.media.simulator;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One request of an RTSP client; its headers are found in any case. */
record RtspRequest(String method, String url, Map<String, String> headers) {
    RtspRequest {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** A header's value, or an empty text. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Reads the head of a request, its lines ending in CR LF or LF. */
    static RtspRequest parse(String head) throws RtspException {
        String[] lines = head.split("\r?\n");
        String[] words = lines[0].split(" ");
        if (words.length != 3 || !words[2].startsWith("RTSP/1.")) {
            throw new RtspException(400, "Bad Request");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new RtspException(400, "Bad Request");
            }
            headers.put(
                    lines[i].substring(0, colon).trim(),
                    lines[i].substring(colon + 1).trim());
        }
        return new RtspRequest(words[0], words[1], headers);
    }
}
