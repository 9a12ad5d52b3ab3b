package dev.osprey.server.cli.sdk;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A project of the SDK that is copied under another name: names in its files, and of its files, are replaced. */
enum Template {
    PLAIN("template", "com.example.sample", "Sample", "sample", Set.of("target")),
    /** The model of the template, and what was found with it, stay behind. */
    ONNX(
            "template-onnx",
            "com.example.samplemodel",
            "SampleModel",
            "sample-model",
            Set.of("target", "models", "golden"));

    private static final String OWN_SDK = "file://${project.basedir}/..";

    private final String folder;
    private final String packageName;
    private final String className;
    private final String name;
    private final Set<String> left;

    Template(String folder, String packageName, String className, String name, Set<String> left) {
        this.folder = folder;
        this.packageName = packageName;
        this.className = className;
        this.name = name;
        this.left = left;
    }

    /** Whether this SDK has it. */
    boolean isIn(Path sdk) {
        return Files.isRegularFile(sdk.resolve(folder).resolve("pom.xml"));
    }

    /**
     * The project's text files under the names of a stage.
     *
     * @return text by path, which is relative and has slashes
     */
    Map<String, String> render(Path sdk, StageName stage) throws IOException {
        Map<String, String> names = Map.of(
                packageName,
                stage.packageName(),
                packageName.replace('.', '/'),
                stage.packageName().replace('.', '/'),
                className,
                stage.className(),
                name,
                stage.name(),
                OWN_SDK,
                escaped(sdk.toAbsolutePath().normalize().toUri()));
        Map<String, String> rendered = new TreeMap<>();
        Path source = sdk.resolve(folder);
        for (Path file : files(source)) {
            String path = source.relativize(file).toString().replace('\\', '/');
            rendered.put(replace(path, names), replace(Files.readString(file, StandardCharsets.UTF_8), names));
        }
        return rendered;
    }

    private List<Path> files(Path source) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.sorted().toList()) {
                boolean stays = Files.isRegularFile(file);
                for (Path part : source.relativize(file)) {
                    stays &= !left.contains(part.toString());
                }
                if (stays) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /* In one pass, the longest first: what was put in is not looked at again, whatever a user calls a package. */
    private static String replace(String text, Map<String, String> names) {
        String any = names.keySet().stream()
                .sorted((one, two) -> two.length() - one.length())
                .map(Pattern::quote)
                .reduce((one, two) -> one + "|" + two)
                .orElseThrow();
        return Pattern.compile(any)
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(names.get(found.group())));
    }

    private static String escaped(URI folder) {
        return folder.toString().replaceAll("/$", "").replace("&", "&amp;");
    }
}
