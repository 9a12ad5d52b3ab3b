package dev.osprey.engine.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers to unknown names: the valid ones, the nearest first. */
public final class Names {
    private static final int MOST_LISTED = 24;
    private static final int LONGEST = 64;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N} _.-]{0,63}");

    private Names() {}

    /** The valid names, those most like the given one first. */
    public static List<String> nearestFirst(String unknown, Collection<String> valid) {
        if (unknown.length() > LONGEST) {
            return valid.stream().sorted().toList(); // nothing is near it, and to measure how far off takes its square
        }
        String wanted = unknown.toLowerCase(Locale.ROOT);
        return valid.stream()
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The valid name that was probably meant, if one is near enough. */
    public static Optional<String> meant(String unknown, Collection<String> valid) {
        if (unknown.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(1, (unknown.length() + 1) / 3);
        return nearestFirst(unknown, valid).stream()
                .findFirst()
                .filter(name -> distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)) <= most);
    }

    /** A sentence such as {@code unknown stage 'detcet'; did you mean 'detect'? Known: detect, motion}. */
    public static String unknown(String what, String name, Collection<String> valid) {
        StringBuilder sentence = new StringBuilder("unknown " + what + shown(name));
        if (valid.isEmpty()) {
            return sentence + "; there is none";
        }
        List<String> sorted = nearestFirst(name, valid);
        meant(name, valid).ifPresent(meant -> sentence.append("; did you mean '" + meant + "'?"));
        sentence.append(sentence.charAt(sentence.length() - 1) == '?' ? " Known: " : "; known: ");
        sentence.append(String.join(", ", sorted.subList(0, Math.min(MOST_LISTED, sorted.size()))));
        if (sorted.size() > MOST_LISTED) {
            sentence.append(" and ").append(sorted.size() - MOST_LISTED).append(" more");
        }
        return sentence.toString();
    }

    /* What does not look like a name may be a password in a wrong place. */
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? " '" + name + "'" : "";
    }

    static String shortened(String name) {
        return name.length() > LONGEST ? "…" : name;
    }

    /** How many letters must be changed, added, dropped or swapped with their neighbour to get from a to b. */
    static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, a, b, i, j);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int cheapest(int[][] table, String a, String b, int i, int j) {
        int change = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
    }
}
