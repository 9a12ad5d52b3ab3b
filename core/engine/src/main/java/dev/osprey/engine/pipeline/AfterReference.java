package dev.osprey.engine.pipeline;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code after}: {@code detect} or {@code detect[person, car]}. */
record AfterReference(String stage, Set<String> labels) {
    private static final Pattern FORM = Pattern.compile("\\s*([^\\[\\]\\s]+)\\s*(?:\\[([^\\[\\]]*)\\])?\\s*");

    /** @throws IllegalArgumentException in words for the operator */
    static AfterReference parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a stage, perhaps with labels, such as detect or detect[person, car]");
        }
        Set<String> labels = new LinkedHashSet<>();
        if (matcher.group(2) != null) {
            Arrays.stream(matcher.group(2).split(",", -1)).map(String::strip).forEach(labels::add);
            if (labels.contains("")) {
                throw new IllegalArgumentException("has an empty label");
            }
        }
        return new AfterReference(matcher.group(1), labels);
    }
}
