package dev.osprey.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.models.fetch.Folders;
import dev.osprey.models.fetch.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finished models: a folder each in the cache, named after the model and a key of everything that it was made from. It
 * is moved there as a whole, so one that exists is complete. The caller holds the cache's lock.
 */
final class ModelStore {
    private static final String TEMPORARY = "making-";

    private final Path folder;

    ModelStore(Path folder) {
        this.folder = folder;
    }

    /** The finished files of a model, if it was made before. */
    Optional<List<Path>> find(String model, String key) throws IOException {
        Path kept = folder(model, key);
        return Files.isDirectory(kept) ? Optional.of(files(kept)) : Optional.empty();
    }

    List<Path> put(String model, String key, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(folder);
        Path temporary = Files.createTempDirectory(folder, TEMPORARY);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(temporary.resolve(file.getKey()), file.getValue());
        }
        Path kept = folder(model, key);
        Files.move(temporary, kept, StandardCopyOption.ATOMIC_MOVE);
        return files(kept);
    }

    /** Deletes what builds that were killed have left. */
    void deleteLeftovers() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (Path path : files(folder)) {
            if (path.getFileName().toString().startsWith(TEMPORARY)) {
                Folders.delete(path);
            }
        }
    }

    /** Forgets a model, because a file of it has changed since. */
    void remove(String model, String key) throws IOException {
        Folders.delete(folder(model, key));
    }

    /** Whether the files are what the catalog entry among them says. */
    static boolean intact(List<Path> files) throws IOException {
        Optional<Path> entry =
                files.stream().filter(file -> file.toString().endsWith(".json")).findFirst();
        if (entry.isEmpty()) {
            return false;
        }
        JsonNode json = new ObjectMapper().readTree(entry.get().toFile());
        for (Path file : files) {
            String name = file.getFileName().toString();
            String expected = name.equals(json.path("file").asText())
                    ? json.path("sha256").asText()
                    : json.path("companions").path(name).asText();
            if (!file.equals(entry.get()) && !Hash.of(file).equals(expected)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the output folder has this very content under the same name. */
    static boolean isPublished(Path file, Path output) throws IOException {
        Path there = output.resolve(file.getFileName());
        return Files.exists(there) && (Files.isSameFile(file, there) || Files.mismatch(file, there) < 0);
    }

    /** Links a file into the output folder, or copies it where the file system cannot link. */
    static void publish(Path file, Path output) throws IOException {
        Files.createDirectories(output);
        Path temporary = output.resolve(file.getFileName() + ".part");
        Files.deleteIfExists(temporary);
        try {
            Files.createLink(temporary, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(
                temporary,
                output.resolve(file.getFileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes models from the output folder that no recipe makes any more. */
    static void deleteOthers(Path output, Set<String> expected) throws IOException {
        for (Path file : files(output)) {
            String name = file.getFileName().toString();
            if (!expected.contains(name) && name.matches(".*\\.(onnx|json|txt|part)")) {
                Files.delete(file);
            }
        }
    }

    private Path folder(String model, String key) {
        return folder.resolve(model + "-" + key);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
