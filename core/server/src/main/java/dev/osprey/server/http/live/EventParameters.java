package dev.osprey.server.http.live;

import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.text.Names;
import dev.osprey.server.access.Principal;
import dev.osprey.server.event.Cursor;
import dev.osprey.server.event.EventQuery;
import dev.osprey.server.http.HttpFailure;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a request's query says of the events that are wanted. */
public final class EventParameters {
    /** In the place of a cursor: before the oldest event there is. */
    public static final String OLDEST = "oldest";

    private static final String PREFIX = "dev.osprey.";
    private static final int MOST_NAMES = 256;

    private EventParameters() {}

    /** Of the cameras that this login may see. */
    public static EventQuery query(RoutingContext context, Principal principal) {
        MultiMap parameters = context.queryParams();
        Set<EventType> types = names(parameters, "type").stream()
                .map(EventParameters::type)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new EventQuery(
                visible(names(parameters, "camera"), principal),
                types,
                names(parameters, "label"),
                names(parameters, "zone"),
                text(parameters, "severity").map(EventParameters::severity).orElse(Severity.INFO),
                text(parameters, "from").map(text -> time("from", text)),
                text(parameters, "to").map(text -> time("to", text)));
    }

    /** No camera at all has an empty name: events of no camera are those of the log itself. */
    public static Set<String> visible(Set<String> wanted, Principal principal) {
        if (principal.seesAll()) {
            return wanted;
        }
        Set<String> seen = wanted.isEmpty()
                ? principal.cameras().orElse(Set.of())
                : wanted.stream().filter(principal::sees).collect(Collectors.toSet());
        return seen.isEmpty() ? Set.of("") : seen;
    }

    public static Optional<String> text(MultiMap parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /** @throws HttpFailure if it is none */
    public static Cursor cursor(String name, String text) {
        return Cursor.parse(text)
                .orElseThrow(() -> HttpFailure.of(
                        400,
                        name + " must be a cursor as this server gave it (an event's id, or \"next\" of a list), or "
                                + OLDEST));
    }

    /** Given once with commas, or several times. */
    private static Set<String> names(MultiMap parameters, String name) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : parameters.getAll(name)) {
            names.addAll(List.of(each.split(",", -1)));
        }
        names.remove("");
        if (names.size() > MOST_NAMES) {
            throw HttpFailure.of(400, name + " may have at most " + MOST_NAMES + " values, got " + names.size());
        }
        return names;
    }

    private static EventType type(String text) {
        return EventType.named(text.startsWith(PREFIX) ? text : PREFIX + text)
                .orElseThrow(() -> HttpFailure.of(
                        400,
                        Names.unknown(
                                "type of event",
                                text,
                                Arrays.stream(EventType.values())
                                        .map(EventType::typeName)
                                        .toList())));
    }

    private static Severity severity(String text) {
        return Severity.named(text)
                .orElseThrow(
                        () -> HttpFailure.of(400, "severity must be info, warning or alert, got \"" + text + "\""));
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw HttpFailure.of(400, name + " must be a time such as 2026-11-24T05:50:41Z, got \"" + text + "\"");
        }
    }
}
