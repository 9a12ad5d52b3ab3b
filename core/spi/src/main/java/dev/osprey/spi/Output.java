package dev.osprey.spi;

import java.util.List;

/** What was found in one {@link Input}; empty if nothing. */
public record Output(List<Result> results) {
    private static final Output EMPTY = new Output(List.of());

    public Output {
        results = List.copyOf(results);
    }

    public static Output empty() {
        return EMPTY;
    }

    public static Output of(Result... results) {
        return new Output(List.of(results));
    }

    public static Output of(List<? extends Result> results) {
        return new Output(List.copyOf(results));
    }
}
