package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.ConfigException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a tree of settings may be. It is measured before anything is done with one, so that what is sent in bad
 * faith costs no more than its reading.
 *
 * @param depth levels of mappings and lists in each other
 * @param values mappings, lists and plain values, all together
 * @param keyLength characters of a key
 * @param textLength characters of a text
 */
record TreeLimits(int depth, int values, int keyLength, int textLength) {
    /** What one change through page or API may hold. */
    static final TreeLimits CHANGE = new TreeLimits(16, 2_000, 128, 16_384);

    /** What the configuration file may hold. */
    static final TreeLimits FILE = new TreeLimits(32, 50_000, 256, 65_536);

    private record At(JsonNode node, int depth) {}

    /** @throws ConfigException in words, naming the limit */
    void check(JsonNode tree, String path) throws ConfigException {
        Deque<At> open = new ArrayDeque<>();
        open.add(new At(tree, 1));
        int seen = 0;
        while (!open.isEmpty()) {
            At at = open.removeLast();
            if (at.depth() > depth) {
                throw new ConfigException(path, "must be nested at most " + depth + " levels deep");
            }
            seen += 1 + at.node().size();
            if (seen > values) {
                throw new ConfigException(path, "must hold at most " + values + " values");
            }
            if (at.node().isTextual() && at.node().asText().length() > textLength) {
                throw new ConfigException(
                        path,
                        "a text in it must have at most " + textLength + " characters, but has "
                                + at.node().asText().length());
            }
            for (var property : at.node().properties()) {
                if (property.getKey().length() > keyLength) {
                    throw new ConfigException(
                            path,
                            "a key in it must have at most " + keyLength + " characters, but has "
                                    + property.getKey().length());
                }
            }
            at.node().forEach(child -> open.add(new At(child, at.depth() + 1)));
        }
    }
}
