package dev.osprey.engine.model;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Names;
import dev.osprey.spi.Model;
import dev.osprey.spi.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The models of a folder: a {@code NAME.json} beside each file tells name, task, labels, how it is fed and its SHA-256. A
 * model that is asked for by name has that very file.
 */
public final class ModelCatalog implements ModelSource {
    private static final String MODEL_ENDING = ".onnx";
    private static final String ENTRY_ENDING = ".json";

    private final Map<String, Model> models;
    private final Map<String, Map<Path, String>> told;
    private final Path baseDir;
    private final FileHashes hashes = new FileHashes();

    private ModelCatalog(Map<String, Model> models, Map<String, Map<Path, String>> told, Path baseDir) {
        this.models = models;
        this.told = told;
        this.baseDir = baseDir;
    }

    /** A catalog whose relative paths of files are taken from the working directory. */
    public static ModelCatalog read(Path modelsDir) throws ConfigException {
        return read(modelsDir, Path.of(""));
    }

    /**
     * Reads every entry of the folder; a folder that is missing gives an empty catalog.
     *
     * @param baseDir what relative paths of files outside the catalog are relative to: the configuration's folder
     * @throws ConfigException with every entry that is wrong
     */
    public static ModelCatalog read(Path modelsDir, Path baseDir) throws ConfigException {
        Map<String, Model> models = new TreeMap<>();
        Map<String, Map<Path, String>> told = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path entry : entries(modelsDir)) {
            try {
                ModelEntry said = ModelEntry.read(entry);
                Model model = said.toModel(modelsDir);
                told.putIfAbsent(model.name(), said.hashes(modelsDir));
                Model other = models.putIfAbsent(model.name(), model);
                if (other != null) {
                    problems.add(new Problem(
                            entry.getFileName().toString(),
                            "names its model '" + model.name() + "', as the entry of "
                                    + other.file().getFileName() + " does"));
                }
            } catch (ConfigException e) {
                e.problems()
                        .forEach(problem ->
                                problems.add(problem.under(entry.getFileName().toString())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream()
                    .map(problem -> problem.under(modelsDir.toString()))
                    .toList());
        }
        return new ModelCatalog(models, told, baseDir);
    }

    static ModelCatalog empty() {
        return new ModelCatalog(Map.of(), Map.of(), Path.of(""));
    }

    @Override
    public Model find(String nameOrPath) throws StageException {
        if (isPath(nameOrPath)) {
            return file(nameOrPath);
        }
        Model model = models.get(nameOrPath);
        if (model == null) {
            throw refusal(
                    Names.unknown("model", nameOrPath, models.keySet()) + ". A file's path ends in " + MODEL_ENDING);
        }
        if (!Files.isRegularFile(model.file())) {
            throw refusal("the catalog has model '" + nameOrPath + "', but its file " + model.file() + " is missing");
        }
        checkHashes(model);
        return hashed(model);
    }

    /* Who names a model means the one that the catalog describes; who means another one names its path. */
    private void checkHashes(Model model) throws StageException {
        for (Map.Entry<Path, String> expected :
                told.getOrDefault(model.name(), Map.of()).entrySet()) {
            String actual = hash(expected.getKey());
            if (!actual.equals(expected.getValue())) {
                throw refusal("model '" + model.name() + "': the file " + expected.getKey()
                        + " is not the one that the catalog describes; its SHA-256 should be " + expected.getValue()
                        + " and is " + actual + ". Build again to restore it, or name " + model.file()
                        + " by its path to use it as it is");
            }
        }
    }

    private String hash(Path file) throws StageException {
        try {
            return hashes.of(file);
        } catch (IOException e) {
            throw new StageException(StageException.Category.CONFIG, "the file " + file + " cannot be read: " + e, e);
        }
    }

    @Override
    public List<Model> list() {
        return List.copyOf(models.values());
    }

    private Model file(String path) throws StageException {
        Path file = baseDir.resolve(path).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw refusal("there is no model file " + file);
        }
        for (Model model : models.values()) {
            if (model.file().toAbsolutePath().normalize().equals(file)) {
                return hashed(model);
            }
        }
        String fileName = file.getFileName().toString();
        String name = fileName.endsWith(MODEL_ENDING)
                ? fileName.substring(0, fileName.length() - MODEL_ENDING.length())
                : fileName;
        Path entry = file.resolveSibling(name + ENTRY_ENDING);
        if (!Files.isRegularFile(entry)) {
            return hashed(Model.of(name, file));
        }
        try {
            ModelEntry said = ModelEntry.read(entry);
            return hashed(Model.of(name, file)
                    .withTask(said.task())
                    .withLabels(said.labels())
                    .withProperties(said.properties()));
        } catch (ConfigException e) {
            throw new StageException(StageException.Category.CONFIG, entry + ": " + e.getMessage(), e);
        }
    }

    private Model hashed(Model model) throws StageException {
        return model.withSha256(hash(model.file()));
    }

    private static boolean isPath(String text) {
        return text.endsWith(MODEL_ENDING) || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
    }

    private static StageException refusal(String message) {
        return new StageException(StageException.Category.CONFIG, message);
    }

    private static List<Path> entries(Path modelsDir) throws ConfigException {
        if (!Files.isDirectory(modelsDir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(modelsDir)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENTRY_ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(modelsDir.toString(), "cannot be listed: " + e);
        }
    }
}
