package dev.osprey.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model file and what the catalog knows of it. For a file outside the catalog {@code task} is empty, and labels and
 * properties are what a file beside it ({@code NAME.json}, same form as the catalog's) says. Immutable: each
 * {@code with} gives another.
 */
public final class Model {
    private final String name;
    private final Path file;
    private final String task;
    private final List<String> labels;
    private final Map<String, String> properties;
    private final String sha256;

    private Model(
            String name, Path file, String task, List<String> labels, Map<String, String> properties, String sha256) {
        this.name = Objects.requireNonNull(name, "name");
        this.file = Objects.requireNonNull(file, "file");
        this.task = Objects.requireNonNull(task, "task");
        this.labels = List.copyOf(labels);
        this.properties = Map.copyOf(properties);
        this.sha256 = Objects.requireNonNull(sha256, "sha256");
    }

    /**
     * A model of which nothing else is known.
     *
     * @param name in the catalog, or the file's name
     * @param file the {@code .onnx} file
     */
    public static Model of(String name, Path file) {
        return new Model(name, file, "", List.of(), Map.of(), "");
    }

    public String name() {
        return name;
    }

    /** The {@code .onnx} file. */
    public Path file() {
        return file;
    }

    /** Such as {@code detect}; empty if nobody says. */
    public String task() {
        return task;
    }

    public Model withTask(String newTask) {
        return new Model(name, file, newTask, labels, properties, sha256);
    }

    /** In the order of the model's classes; may be empty. */
    public List<String> labels() {
        return labels;
    }

    public Model withLabels(List<String> newLabels) {
        return new Model(name, file, task, newLabels, properties, sha256);
    }

    /**
     * How the model is fed and decoded, such as {@code layout=nanodet}, {@code order=BGR}; which keys there are is the
     * stage's business.
     */
    public Map<String, String> properties() {
        return properties;
    }

    public Model withProperties(Map<String, String> newProperties) {
        return new Model(name, file, task, labels, newProperties, sha256);
    }

    /**
     * Of the file's bytes when the host handed the model out, in lower case hexadecimal; empty if nobody has computed
     * it. A stage whose file has another one when its pipeline is loaded again is made anew.
     */
    public String sha256() {
        return sha256;
    }

    /** @throws IllegalArgumentException unless it is 64 hexadecimal digits in lower case, or empty */
    public Model withSha256(String digits) {
        if (!digits.matches("([0-9a-f]{64})?")) {
            throw new IllegalArgumentException(
                    "sha256 must be 64 hexadecimal digits in lower case, or empty, got '" + digits + "'");
        }
        return new Model(name, file, task, labels, properties, digits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Model that
                && name.equals(that.name)
                && file.equals(that.file)
                && task.equals(that.task)
                && labels.equals(that.labels)
                && properties.equals(that.properties)
                && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, file, sha256);
    }

    @Override
    public String toString() {
        return name + " (" + file + ")";
    }
}
