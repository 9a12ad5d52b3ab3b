package dev.osprey.toolkit;

import dev.osprey.spi.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names of a model's classes, in the order of the classes, wherever they come from. */
public final class Labels {
    private Labels() {}

    /**
     * Reads a file with one label a line, in UTF-8; empty lines at the end do not count.
     *
     * @throws StageException CONFIG if it cannot be read or is empty
     */
    public static List<String> read(Path file) throws StageException {
        List<String> lines;
        try {
            lines = new ArrayList<>(Files.readAllLines(file));
        } catch (IOException e) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    "labels file " + file + " cannot be read: " + e + "; it must be text in UTF-8, one label a line",
                    e);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        if (lines.isEmpty()) {
            throw new StageException(
                    StageException.Category.CONFIG, "labels file " + file + " is empty; it must hold one label a line");
        }
        return lines.stream().map(String::strip).toList();
    }

    /**
     * Reads a Python or JSON dictionary from class to name, or a list of names:
     * {@code {0: 'person', 1: "driver's seat"}}, {@code ["person", "car"]}. A class that the dictionary leaves out is
     * named by its number.
     *
     * @return empty if the text is neither
     */
    public static Optional<List<String>> parse(String text) {
        return new Parser(text.strip()).parse();
    }

    /** Names for classes of which nothing is known: their numbers. */
    public static List<String> numbered(int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add("class " + i);
        }
        return names;
    }

    /** Reads the two literals character by character: the names may hold commas, colons and quotes. */
    private static final class Parser {
        private static final int MOST_CLASSES = 100_000;

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Optional<List<String>> parse() {
            if (text.length() < 2) {
                return Optional.empty();
            }
            char open = text.charAt(at++);
            char close = open == '{' ? '}' : open == '[' ? ']' : 0;
            if (close == 0) {
                return Optional.empty();
            }
            Map<Integer, String> names = new TreeMap<>();
            while (true) {
                skipSpace();
                if (peek() == close) {
                    at++;
                    skipSpace();
                    return at == text.length() && !names.isEmpty() ? Optional.of(dense(names)) : Optional.empty();
                }
                int index = names.size();
                if (close == '}') {
                    index = key();
                    skipSpace();
                    if (index < 0 || index >= MOST_CLASSES || next() != ':') {
                        return Optional.empty();
                    }
                    skipSpace();
                }
                String name = quoted();
                if (name == null) {
                    return Optional.empty();
                }
                names.put(index, name);
                skipSpace();
                if (peek() == ',') {
                    at++;
                } else if (peek() != close) {
                    return Optional.empty();
                }
            }
        }

        private static List<String> dense(Map<Integer, String> names) {
            int count = ((TreeMap<Integer, String>) names).lastKey() + 1;
            List<String> all = numbered(count);
            names.forEach(all::set);
            return List.copyOf(all);
        }

        private int key() {
            String quoted = peek() == '\'' || peek() == '"' ? quoted() : null;
            int from = at;
            while (Character.isDigit(peek())) {
                at++;
            }
            String digits = quoted != null ? quoted : text.substring(from, at);
            return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : -1;
        }

        private @Nullable String quoted() {
            char quote = next();
            if (quote != '\'' && quote != '"') {
                return null;
            }
            StringBuilder name = new StringBuilder();
            while (at < text.length()) {
                char c = next();
                if (c == quote) {
                    return name.toString();
                }
                name.append(c == '\\' ? escaped() : c);
            }
            return null;
        }

        private char escaped() {
            char c = next();
            if (c == 'u'
                    && at + 4 <= text.length()
                    && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            return c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }

        private void skipSpace() {
            while (Character.isWhitespace(peek())) {
                at++;
            }
        }

        /** The character at hand, or NUL at the end. */
        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private char next() {
            char c = peek();
            at++;
            return c;
        }
    }
}
