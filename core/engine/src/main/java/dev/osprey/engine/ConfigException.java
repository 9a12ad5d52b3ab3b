package dev.osprey.engine;

import dev.osprey.engine.text.Redactor;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused, with every problem found in it at once. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs at least one problem, got none");
        }
        this.problems = List.copyOf(problems);
    }

    public ConfigException(String path, String message) {
        this(List.of(new Problem(path, message)));
    }

    /** The same without secrets; this one where it has none. */
    public ConfigException redacted(Redactor redactor) {
        List<Problem> clean =
                problems.stream().map(problem -> problem.redacted(redactor)).toList();
        return clean.equals(problems) ? this : new ConfigException(clean);
    }

    public List<Problem> problems() {
        return problems;
    }
}
