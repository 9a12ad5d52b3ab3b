package dev.osprey.server.http.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.server.config.Role;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a client wants to follow, or to follow no longer.
 *
 * @param channels of {@code video}, {@code analysis}, {@code status}, {@code events}
 * @param accept of {@code avc1}, {@code hvc1}, {@code jpeg}; empty at an end
 * @param jpegWidth the widest that a JPEG need be, in pixels; 0: the picture's own
 * @param after the cursor behind which events begin, as it was given
 */
record SubscribeMessage(
        Set<String> cameras,
        Set<String> channels,
        Set<String> accept,
        Role role,
        int jpegWidth,
        Optional<String> after) {
    static final String EVENTS = "events";
    static final Set<String> CHANNELS = Set.of("video", "analysis", "status", EVENTS);

    /* Events came later than the others: who names no channels does not expect them. */
    private static final Set<String> USUAL = Set.of("video", "analysis", "status");
    private static final Set<String> CODECS = Set.of("avc1", "hvc1", "jpeg");
    private static final int MAX_NAMES = 1024;
    private static final int MAX_WIDTH = 7680;

    SubscribeMessage {
        cameras = Set.copyOf(cameras);
        channels = Set.copyOf(channels);
        accept = Set.copyOf(accept);
    }

    /** Reads a {@code subscribe}; what is wrong goes to {@code error} as code and text. */
    static Optional<SubscribeMessage> read(ObjectNode message, BiConsumer<String, String> error) {
        try {
            Set<String> accept = new LinkedHashSet<>(message.has("accept") ? names(message, "accept") : Set.of("avc1"));
            accept.retainAll(CODECS);
            Set<String> channels = channels(message, USUAL, error);
            if (channels.contains("video") && accept.isEmpty()) {
                error.accept("unknown-codec", "\"accept\" must name at least one of avc1, hvc1 and jpeg");
                channels.remove("video");
            }
            String role = message.path("role").asText(Role.GRID.text());
            Role known = Role.of(role)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"role\" must be grid, full or detect, got \"" + role + "\""));
            int width = message.path("jpegWidth").asInt(0);
            if (width < 0 || width > MAX_WIDTH) {
                throw new IllegalArgumentException("\"jpegWidth\" must be 0 to " + MAX_WIDTH + ", got " + width);
            }
            return channels.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SubscribeMessage(
                            names(message, "cameras"), channels, accept, known, width, after(message)));
        } catch (IllegalArgumentException e) {
            error.accept("bad-message", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Reads an {@code unsubscribe}: without channels it is of all. */
    static Optional<SubscribeMessage> readEnd(ObjectNode message, BiConsumer<String, String> error) {
        try {
            return Optional.of(new SubscribeMessage(
                    names(message, "cameras"),
                    channels(message, CHANNELS, error),
                    Set.of(),
                    Role.GRID,
                    0,
                    Optional.empty()));
        } catch (IllegalArgumentException e) {
            error.accept("bad-message", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<String> after(ObjectNode message) {
        JsonNode after = message.path("after");
        if (after.isMissingNode() || after.isNull()) {
            return Optional.empty();
        }
        if (!after.isTextual()) {
            throw new IllegalArgumentException("\"after\" must be a cursor, got " + after.getNodeType());
        }
        return Optional.of(after.textValue());
    }

    private static Set<String> channels(ObjectNode message, Set<String> usual, BiConsumer<String, String> error) {
        if (!message.has("channels")) {
            return new LinkedHashSet<>(usual);
        }
        Set<String> known = new LinkedHashSet<>();
        for (String channel : names(message, "channels")) {
            if (CHANNELS.contains(channel)) {
                known.add(channel);
            } else {
                error.accept(
                        "unknown-channel",
                        "there is no channel \"" + channel + "\": there are video, analysis, status, events");
            }
        }
        return known;
    }

    private static Set<String> names(ObjectNode message, String key) {
        JsonNode list = message.path(key);
        if (!list.isArray() || list.size() > MAX_NAMES) {
            throw new IllegalArgumentException("\"" + key + "\" must be a list of at most " + MAX_NAMES + " names");
        }
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                throw new IllegalArgumentException(
                        "\"" + key + "\" must be a list of names, got " + name.getNodeType());
            }
            names.add(name.textValue());
        }
        return names;
    }
}
