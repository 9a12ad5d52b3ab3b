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
    private static final int MAX_DEPTH = 64;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private JsonNode root = NODES.objectNode();

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
        if (depth > MAX_DEPTH) {
            throw new TooDeepException(parser, MAX_DEPTH);
        }
        lines.putIfAbsent(path, line(parser));
        if (parser.isCurrentAlias()) {
            problem(path, "aliases such as *" + parser.getText() + " are not supported; write it out", line(parser));
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
        return token == JsonToken.VALUE_NULL ? NODES.nullNode() : NODES.textNode(parser.getText());
    }

    private ObjectNode object(YAMLParser parser, String path, int depth) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
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
                                + marked.getProblem());
            }
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " on line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new Problem("", "is not valid YAML" + where + ": " + e.getOriginalMessage());
    }

    private static final class TooDeepException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        TooDeepException(JsonParser parser, int limit) {
            super("nested more than " + limit + " levels deep", parser.currentTokenLocation());
        }
    }
}
