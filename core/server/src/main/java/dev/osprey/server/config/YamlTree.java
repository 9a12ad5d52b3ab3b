package dev.osprey.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A YAML file as a tree of plain values, and the line on which each of them stands. */
final class YamlTree {
    private static final long MAX_BYTES = 1 << 20;
    private static final TreeLimits LIMITS = TreeLimits.FILE;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private JsonNode root = NODES.objectNode();
    private int values;

    private YamlTree() {}

    static YamlTree read(Path file) throws ConfigException {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file)) {
                throw new ConfigException(
                        "", "there is no configuration file " + file + "; name yours with --config FILE");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new ConfigException("", file + " must be at most " + MAX_BYTES + " bytes, but has " + size);
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException("", file + " cannot be read: " + e);
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new ConfigException("", file + " is not UTF-8 text");
        } catch (ConfigException e) {
            // What concerns the whole is about the file.
            throw new ConfigException(e.problems().stream()
                    .map(problem -> problem.path().isEmpty() ? problem.under(file.toString()) : problem)
                    .toList());
        }
    }

    static YamlTree parse(String text) throws ConfigException {
        YamlTree tree = new YamlTree();
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() != null) {
                tree.root = tree.value(parser, "", 0);
                if (parser.nextToken() != null) {
                    tree.problem("", "must be one document, but another begins", line(parser));
                }
            }
        } catch (JsonProcessingException e) {
            tree.problems.add(syntax(e));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot be read", e);
        }
        if (!tree.problems.isEmpty()) {
            throw new ConfigException(tree.problems);
        }
        return tree;
    }

    JsonNode root() {
        return root;
    }

    /** The line of what a path names, or of the nearest thing around it. */
    OptionalInt line(String path) {
        String at = path;
        while (true) {
            Integer line = lines.get(at);
            if (line != null) {
                return at.isEmpty() ? OptionalInt.empty() : OptionalInt.of(line);
            }
            int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
            if (cut < 0) {
                return OptionalInt.empty();
            }
            at = at.substring(0, cut);
        }
    }

    Problem located(Problem problem) {
        OptionalInt line = line(problem.path());
        return line.isEmpty()
                ? problem
                : new Problem(problem.path(), problem.message() + " (line " + line.getAsInt() + ")");
    }

    private JsonNode value(YAMLParser parser, String path, int depth) throws IOException {
        if (depth >= LIMITS.depth()) {
            throw new LimitException(parser, "nested more than " + LIMITS.depth() + " levels deep");
        }
        if (++values > LIMITS.values()) {
            throw new LimitException(parser, "more than " + LIMITS.values() + " values");
        }
        lines.putIfAbsent(path, line(parser));
        if (parser.isCurrentAlias()) {
            problem(
                    path,
                    "aliases (*name) are not supported; write it out, or put quotes around a text that begins with *",
                    line(parser));
            return NODES.nullNode();
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser, path, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            ArrayNode array = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser, path + "[" + array.size() + "]", depth + 1));
            }
            return array;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? NODES.numberNode(parser.getBigIntegerValue())
                    : NODES.numberNode(parser.getLongValue());
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return NODES.numberNode(parser.getDoubleValue());
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return NODES.booleanNode(token == JsonToken.VALUE_TRUE);
        }
        if (token == JsonToken.VALUE_NULL) {
            return NODES.nullNode();
        }
        if (parser.getTextLength() > LIMITS.textLength()) {
            throw new LimitException(parser, "a text of more than " + LIMITS.textLength() + " characters");
        }
        return NODES.textNode(parser.getText());
    }

    private ObjectNode object(YAMLParser parser, String path, int depth) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (key.length() > LIMITS.keyLength()) {
                throw new LimitException(parser, "a key of more than " + LIMITS.keyLength() + " characters");
            }
            int line = line(parser);
            String inner = path.isEmpty() ? key : path + "." + key;
            if (object.has(key)) {
                problem(inner, "is given twice, first on line " + lines.get(inner), line);
            }
            lines.putIfAbsent(inner, line);
            parser.nextToken();
            object.set(key, value(parser, inner, depth + 1));
        }
        return object;
    }

    private void problem(String path, String message, int line) {
        problems.add(new Problem(path, message + " (line " + line + ")"));
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static Problem syntax(JsonProcessingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                String context = marked.getContext() == null ? "" : " " + marked.getContext();
                return new Problem(
                        "",
                        "is not valid YAML on line " + (marked.getProblemMark().getLine() + 1) + ", column "
                                + (marked.getProblemMark().getColumn() + 1) + ":" + context + ": "
                                + withoutQuotes(marked.getProblem()));
            }
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " on line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new Problem("", "is not valid YAML" + where + ": " + withoutQuotes(e.getOriginalMessage()));
    }

    /** What the parser quotes is from the file, and may be anything. */
    private static String withoutQuotes(String problem) {
        return problem.replaceAll("[\"'][^\"']{4,}[\"']", "…").replaceAll("\\balias \\S+", "alias");
    }

    private static final class LimitException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        LimitException(JsonParser parser, String what) {
            super(what, parser.currentTokenLocation());
        }
    }
}
