package dev.osprey.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Reads what a request brings: a JSON object, switches and numbers of the query. */
public final class Bodies {
    private static final ObjectReader STRICT = Replies.JSON
            .reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Bodies() {}

    /** For every request with a body: anything but JSON could be sent by a plain form of a foreign page. */
    static void jsonOnly(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json") && !bare.equals("application/merge-patch+json")) {
            throw HttpFailure.of(415, "the body must be JSON, with the header Content-Type: application/json");
        }
    }

    public static ObjectNode object(RoutingContext context) {
        Buffer body = BodyReader.body(context);
        if (body.length() == 0) {
            throw HttpFailure.of(400, "the body must be a JSON object, got nothing");
        }
        try {
            JsonNode node = STRICT.readTree(body.getBytes());
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw HttpFailure.of(
                    400,
                    "the body must be a JSON object, got "
                            + node.getNodeType().name().toLowerCase(Locale.ROOT));
        } catch (JsonProcessingException e) {
            throw HttpFailure.of(400, "the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw HttpFailure.of(400, "the body cannot be read");
        }
    }

    /** A member that is a non-empty text; empty where it is missing. */
    public static Optional<String> text(ObjectNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw HttpFailure.of(400, "\"" + name + "\" must be a text that is not empty");
        }
        return Optional.of(value.textValue());
    }

    public static boolean flag(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true") || value.isEmpty()) {
            return true;
        }
        throw HttpFailure.of(400, name + " must be true or false");
    }

    /** A whole number of the query; 0 where it is missing. */
    public static int number(RoutingContext context, String name, int min, int max) {
        String value = context.request().getParam(name);
        if (value == null) {
            return 0;
        }
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw HttpFailure.of(400, name + " must be a whole number from " + min + " to " + max);
    }
}
