package dev.osprey.engine.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an event says, with its type in CloudEvents. */
public enum EventType {
    /** Something tracked is sure to be there. */
    OBJECT_NEW("dev.osprey.object.new"),
    /** Something worth telling of it has changed. */
    OBJECT_UPDATE("dev.osprey.object.update"),
    /** It is gone, or no longer watched. */
    OBJECT_END("dev.osprey.object.end"),
    ZONE_ENTERED("dev.osprey.zone.entered"),
    ZONE_LEFT("dev.osprey.zone.left"),
    /** An object has been in a zone for as long as somebody asked. */
    ZONE_DWELT("dev.osprey.zone.dwelt"),
    /** The number of objects in a zone has changed. */
    ZONE_COUNT("dev.osprey.zone.count"),
    LINE_CROSSED("dev.osprey.line.crossed"),
    RULE_RAISED("dev.osprey.rule.raised"),
    RULE_CLEARED("dev.osprey.rule.cleared"),
    CAMERA_LOST("dev.osprey.camera.lost"),
    CAMERA_BACK("dev.osprey.camera.back"),
    /** Events were dropped before their receiver had them. */
    GAP("dev.osprey.gap");

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::typeName, Function.identity()));

    private final String typeName;

    EventType(String typeName) {
        this.typeName = typeName;
    }

    /** The CloudEvents type, such as {@code dev.osprey.zone.entered}. */
    public String typeName() {
        return typeName;
    }

    /** The type of this CloudEvents name, if there is one. */
    public static Optional<EventType> named(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }
}
