package dev.osprey.server.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.AnalysisJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/**
 * Publishes what cameras give on the event bus, under {@code osprey.camera.<id>.analysis}, {@code .status} and
 * {@code .event}. Messages are {@link Encoded}. Thread-safe.
 */
public final class CameraBus {
    private static final String ANALYSIS = "analysis";
    private static final String STATUS = "status";
    private static final String EVENT = "event";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final EventBus bus;
    private final DeliveryOptions analyses = new DeliveryOptions().setCodecName("osprey." + ANALYSIS);
    private final DeliveryOptions statuses = new DeliveryOptions().setCodecName("osprey." + STATUS);
    private final DeliveryOptions events = new DeliveryOptions().setCodecName("osprey." + EVENT);

    /** Registers the codecs: once for each event bus. */
    public CameraBus(EventBus bus) {
        this.bus = bus;
        bus.registerCodec(new EncodedCodec(analyses.getCodecName()));
        bus.registerCodec(new EncodedCodec(statuses.getCodecName()));
        bus.registerCodec(new EncodedCodec(events.getCodecName()));
    }

    public static String analysisAddress(String camera) {
        return "osprey.camera." + camera + "." + ANALYSIS;
    }

    public static String statusAddress(String camera) {
        return "osprey.camera." + camera + "." + STATUS;
    }

    public static String eventAddress(String camera) {
        return "osprey.camera." + camera + "." + EVENT;
    }

    public static Encoded<Analysis> encoded(Analysis analysis) {
        return Encoded.of(analysis, value -> bytes(AnalysisJson.write(value)));
    }

    /** {@code {"type":"status","camera":…}} and the view's fields, its id apart. */
    public static <V> Encoded<V> encodedStatus(String camera, V view) {
        return Encoded.of(view, value -> {
            ObjectNode message = MAPPER.createObjectNode().put("type", STATUS).put("camera", camera);
            return bytes(message.setAll((ObjectNode) MAPPER.<JsonNode>valueToTree(value)));
        });
    }

    public void analysis(String camera, Encoded<Analysis> analysis) {
        bus.publish(analysisAddress(camera), analysis, analyses);
    }

    public void status(String camera, Encoded<?> view) {
        bus.publish(statusAddress(camera), view, statuses);
    }

    /** A CloudEvent, once it is in the log. */
    public void event(String camera, Encoded<?> event) {
        bus.publish(eventAddress(camera), event, events);
    }

    private static Buffer bytes(JsonNode node) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written as JSON", e);
        }
    }
}
