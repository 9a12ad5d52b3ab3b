package dev.osprey.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model file and what the catalog knows of it. For a file outside the catalog {@code task} is empty, and labels and
 * properties are what a file beside it ({@code NAME.json}, same form as the catalog's) says.
 *
 * @param name in the catalog, or the file's name
 * @param file the {@code .onnx} file
 * @param task such as {@code detect}
 * @param labels in the order of the model's classes; may be empty
 * @param properties how the model is fed and decoded, such as {@code layout=nanodet}, {@code order=BGR}; which keys
 *     there are is the stage's business
 */
public record Model(String name, Path file, String task, List<String> labels, Map<String, String> properties) {
    public Model {
        labels = List.copyOf(labels);
        properties = Map.copyOf(properties);
    }
}
