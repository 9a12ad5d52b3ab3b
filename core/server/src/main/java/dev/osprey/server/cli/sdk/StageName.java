package dev.osprey.server.cli.sdk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a new stage is called: in YAML and as a Maven artifact, and in Java.
 *
 * @param name such as {@code red-light}
 * @param packageName such as {@code com.example.redlight}
 */
record StageName(String name, String packageName) {
    private static final int LONGEST = 40;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Names whose classes would hide those that the project uses. */
    private static final Set<String> TAKEN = Set.of("stage", "onnx", "inference", "sink");

    /** The server shares these with every plugin: a plugin's own classes in them would not be found. */
    private static final List<String> SHARED =
            List.of("dev.osprey.spi", "ai.onnxruntime", "org.bytedeco", "org.jspecify");

    /**
     * @param packageName null for one below {@code com.example}
     * @throws IllegalArgumentException in words for the person who typed it
     */
    static StageName of(String name, @Nullable String packageName) {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new IllegalArgumentException("a stage's name is lower case letters, digits and single dashes, begins"
                    + " with a letter and has at most " + LONGEST + " characters, such as red-light; got '" + name
                    + "'");
        }
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' would give a class that the SDK has already; use a name"
                    + " that says what the stage finds");
        }
        String word = name.replace("-", "");
        return new StageName(
                name,
                packageName != null ? checked(packageName) : "com.example." + (isWord(word) ? word : word + "stage"));
    }

    private static String checked(String packageName) {
        if (!SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
            throw new IllegalArgumentException(
                    "--package must be a Java package such as com.acme.redlight, got '" + packageName + "'");
        }
        if (packageName.equals("java") || packageName.startsWith("java.")) {
            throw new IllegalArgumentException("--package must not be Java's own, got '" + packageName + "'");
        }
        for (String shared : SHARED) {
            if (packageName.equals(shared) || packageName.startsWith(shared + ".")) {
                throw new IllegalArgumentException("--package must not lie in " + String.join(", ", SHARED)
                        + ", which the server shares with its plugins; got '" + packageName + "'");
            }
        }
        return packageName;
    }

    private static boolean isWord(String word) {
        return SourceVersion.isName(word, SourceVersion.RELEASE_17);
    }

    /** {@code RedLight} for {@code red-light}. */
    String className() {
        return Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
