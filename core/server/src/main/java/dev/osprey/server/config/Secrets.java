package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts {@code ${env:NAME}} and {@code ${file:PATH}} in their values' place. In the part of an address before its {@code @} a value is percent-encoded where it must be.
 */
final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)(}?)");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    /* What else stands there may be the secret itself. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");
    private static final long MAX_FILE_BYTES = 64 << 10;
    private static final String USERINFO = "-._~!$&'()*+,;=";

    private final Path folder;
    private final Map<String, String> environment;
    private final Redactor redactor;

    /**
     * @param folder what relative paths start from
     * @param redactor learns every value that is put in
     */
    Secrets(Path folder, Map<String, String> environment, Redactor redactor) {
        this.folder = folder;
        this.environment = environment;
        this.redactor = redactor;
    }

    static boolean mentionedIn(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().contains("${");
        }
        for (JsonNode child : node) {
            if (mentionedIn(child)) {
                return true;
            }
        }
        return false;
    }

    JsonNode resolve(JsonNode node, String path, List<Problem> problems) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(field -> copy.set(
                            field.getKey(),
                            resolve(
                                    field.getValue(),
                                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                                    problems)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(resolve(array.get(i), path + "[" + i + "]", problems));
            }
            return copy;
        }
        return node.isTextual() && node.asText().contains("${")
                ? TextNode.valueOf(text(node.asText(), path, problems))
                : node;
    }

    private String text(String text, String path, List<Problem> problems) {
        Matcher matcher = REFERENCE.matcher(text);
        int at = text.lastIndexOf('@');
        boolean address = ADDRESS.matcher(text).matches();
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String replacement;
            if (matcher.group().startsWith("$$")) {
                replacement = matcher.group().substring(1);
            } else {
                Optional<String> value = value(matcher, path, problems);
                boolean user = address && matcher.end() <= at;
                replacement = value.map(plain -> user ? encoded(plain) : plain).orElse("");
                value.ifPresent(plain -> redactor.remember(plain, matcher.group()));
                redactor.remember(replacement, matcher.group());
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(out).toString();
    }

    private Optional<String> value(Matcher matcher, String path, List<Problem> problems) {
        String inside = matcher.group(1);
        if (matcher.group(2).isEmpty()) {
            problems.add(new Problem(path, "${ has no closing }; a secret is named ${env:NAME} or ${file:PATH}"));
        } else if (inside.startsWith("env:")) {
            String name = inside.substring("env:".length());
            String value = environment.get(name);
            if (value != null && !value.isEmpty()) {
                return Optional.of(value);
            }
            problems.add(new Problem(
                    path,
                    "the environment variable " + (VARIABLE.matcher(name).matches() ? name : "named here")
                            + " is not set; set it before the start, or name a file: ${file:PATH}"));
        } else if (inside.startsWith("file:")) {
            return file(inside.substring("file:".length()), path, problems);
        } else {
            problems.add(new Problem(
                    path, "${…} names no secret here; write ${env:NAME} or ${file:PATH}, or $${ for a plain ${"));
        }
        return Optional.empty();
    }

    private Optional<String> file(String name, String path, List<Problem> problems) {
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                problems.add(new Problem(path, "there is no secret's file " + file));
            } else if (Files.size(file) > MAX_FILE_BYTES) {
                problems.add(new Problem(
                        path,
                        "the secret's file " + file + " must be at most " + MAX_FILE_BYTES + " bytes, but has "
                                + Files.size(file)));
            } else {
                String value = Files.readString(file).stripTrailing();
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
                problems.add(new Problem(path, "the secret's file " + file + " is empty"));
            }
        } catch (IOException | InvalidPathException e) {
            problems.add(new Problem(
                    path,
                    "the secret's file " + name + " cannot be read: "
                            + e.getClass().getSimpleName()));
        }
        return Optional.empty();
    }

    /** What is encoded already stays so. */
    private static String encoded(String value) {
        StringBuilder out = new StringBuilder();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            boolean escape = c == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) && hex(bytes[i + 2]);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || USERINFO.indexOf(c) >= 0);
            out.append(plain || escape ? String.valueOf((char) c) : String.format("%%%02X", c));
        }
        return out.toString();
    }

    private static boolean hex(byte digit) {
        return Character.digit(digit, 16) >= 0;
    }
}
