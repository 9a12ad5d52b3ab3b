package dev.osprey.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a plugin can see of the SPI, a line a class and a line a member, and what may change in which version.
 *
 * @param version such as 1.0
 */
record ApiDiff(String version, SortedSet<String> lines) {
    /** What plugins implement: an abstract method more, and those that are there no longer are whole. */
    private static final List<Class<?>> IMPLEMENTED_BY_PLUGINS =
            List.of(Stage.class, Stage.Analyser.class, StageFactory.class, Sink.class, SinkFactory.class);

    private static final String VERSION = "version ";

    /** The classes as they are compiled now. */
    static ApiDiff current() {
        SortedSet<String> lines = new TreeSet<>();
        for (Class<?> type : publicClasses()) {
            lines.add(type.toGenericString() + parents(type));
            List<Member> members = new ArrayList<>(List.of(type.getDeclaredConstructors()));
            members.addAll(List.of(type.getDeclaredMethods()));
            members.addAll(List.of(type.getDeclaredFields()));
            members.stream()
                    .filter(ApiDiff::isSeen)
                    .forEach(member -> lines.add(type.getName() + " | " + line(member)));
        }
        return new ApiDiff(Spi.VERSION, lines);
    }

    static ApiDiff read(Path file) throws IOException {
        List<String> all = Files.readAllLines(file);
        return new ApiDiff(all.get(0).substring(VERSION.length()), new TreeSet<>(all.subList(1, all.size())));
    }

    void write(Path file) throws IOException {
        List<String> all = new ArrayList<>(List.of(VERSION + version));
        all.addAll(lines);
        Files.write(file, all);
    }

    /** Why this may not follow the earlier one under its version; empty if it may. */
    Optional<String> refusal(ApiDiff earlier) {
        List<String> broken = new ArrayList<>();
        earlier.lines.stream().filter(line -> !lines.contains(line)).forEach(line -> broken.add("gone: " + line));
        List<String> added =
                lines.stream().filter(line -> !earlier.lines.contains(line)).toList();
        added.stream()
                .filter(ApiDiff::breaksImplementations)
                .forEach(line -> broken.add("to be implemented by plugins: " + line));
        if (!broken.isEmpty() && major(version) <= major(earlier.version)) {
            return Optional.of("a plugin that was built for " + earlier.version + " would not survive this under "
                    + version + "; undo it, or make it version " + (major(earlier.version) + 1) + ".0:\n"
                    + String.join("\n", broken));
        }
        if (!added.isEmpty() && broken.isEmpty() && version.equals(earlier.version)) {
            return Optional.of("version " + version + " is out; what comes anew needs a higher minor:\n"
                    + String.join("\n", added));
        }
        return Optional.empty();
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    private static boolean breaksImplementations(String line) {
        return line.contains(" abstract ")
                && IMPLEMENTED_BY_PLUGINS.stream().anyMatch(type -> line.startsWith(type.getName() + " | "));
    }

    private static List<Class<?>> publicClasses() {
        try {
            Path root = Path.of(Spi.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve("dev/osprey/spi"))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                        .map(name -> load("dev.osprey.spi." + name.substring(0, name.length() - ".class".length())))
                        .filter(ApiDiff::isSeen)
                        .collect(Collectors.toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSeen(Class<?> type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && isSeen(type.getModifiers());
    }

    private static boolean isSeen(Member member) {
        return !member.isSynthetic() && isSeen(member.getModifiers());
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String parents(Class<?> type) {
        String above = type.getGenericSuperclass() == null
                ? ""
                : " extends " + type.getGenericSuperclass().getTypeName();
        return above
                + Stream.of(type.getGenericInterfaces())
                        .map(parent -> " implements " + parent.getTypeName())
                        .collect(Collectors.joining());
    }

    private static String line(Member member) {
        if (member instanceof Field field) {
            return field.toGenericString();
        }
        return member instanceof Method method ? method.toGenericString() : ((Constructor<?>) member).toGenericString();
    }
}
