package dev.osprey.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.models.fetch.FolderLock;
import dev.osprey.models.fetch.Hash;
import dev.osprey.models.fetch.Packages;
import dev.osprey.models.fetch.Source;
import dev.osprey.models.onnx.GraphConverter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One run of the build step: makes what the cache lacks, and brings the output folder up to date. */
final class ModelBuild {
    private static final int KEY_CHARS = 16;

    private final FetchModels.Arguments arguments;
    private final Consumer<String> log;
    private final ModelStore store;
    private final Packages packages;

    ModelBuild(FetchModels.Arguments arguments, Consumer<String> log) {
        this.arguments = arguments;
        this.log = log;
        this.store = new ModelStore(arguments.cache().resolve("models"));
        this.packages =
                new Packages(arguments.cache().resolve("files"), arguments.jars(), List.of(arguments.npm()), log);
    }

    /**
     * What a run did.
     *
     * @param models all there are
     * @param made those that the cache lacked
     * @param changed files written to the output folder
     */
    record Result(int models, int made, int changed) {}

    Result run(Recipes recipes) throws IOException, InterruptedException {
        FolderLock lock = FolderLock.acquire(arguments.cache(), log);
        try {
            return runLocked(recipes);
        } finally {
            lock.close();
        }
    }

    private Result runLocked(Recipes recipes) throws IOException, InterruptedException {
        store.deleteLeftovers();
        packages.deleteLeftovers();
        int made = 0;
        int changed = 0;
        Set<String> published = new TreeSet<>();
        for (Recipe recipe : recipes.models()) {
            Optional<byte[]> reference = Reference.resource(recipe.name());
            String key = key(recipe, recipes.source(recipe), reference);
            Optional<List<Path>> kept = store.find(recipe.name(), key);
            if (kept.isPresent() && !arePublished(kept.get()) && !ModelStore.intact(kept.get())) {
                log.accept(recipe.name() + " in the cache has changed since it was made; making it again");
                store.remove(recipe.name(), key);
                kept = Optional.empty();
            }
            if (kept.isEmpty()) {
                kept = Optional.of(store.put(recipe.name(), key, make(recipe, recipes, reference)));
                made++;
            }
            for (Path file : kept.get()) {
                published.add(file.getFileName().toString());
                if (!ModelStore.isPublished(file, arguments.out())) {
                    ModelStore.publish(file, arguments.out());
                    changed++;
                }
            }
        }
        ModelStore.deleteOthers(arguments.out(), published);
        return new Result(recipes.models().size(), made, changed);
    }

    private boolean arePublished(List<Path> files) throws IOException {
        for (Path file : files) {
            if (!ModelStore.isPublished(file, arguments.out())) {
                return false;
            }
        }
        return true;
    }

    private Map<String, byte[]> make(Recipe recipe, Recipes recipes, Optional<byte[]> reference)
            throws IOException, InterruptedException {
        requireFiles(recipes, recipe.source());
        long start = System.nanoTime();
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : recipe.files().entrySet()) {
            files.put(file.getKey(), packages.read(file.getValue()));
        }
        Optional<Reference> expected =
                reference.isPresent() ? Optional.of(Reference.read(reference.get())) : Optional.empty();
        Map<String, byte[]> made = ModelMaker.make(recipe, files, expected);
        log.accept(String.format(
                Locale.ROOT,
                "%s %s (%.1f s)",
                recipe.name(),
                expected.isPresent() ? "converted, gives what the reference says" : "taken as it comes, runs",
                (System.nanoTime() - start) / 1e9));
        return made;
    }

    /** Gets at once all that any recipe wants of a package. */
    private void requireFiles(Recipes recipes, String source) throws IOException, InterruptedException {
        Map<String, String> files = new HashMap<>();
        recipes.models().stream()
                .filter(recipe -> recipe.source().equals(source))
                .forEach(recipe -> files.putAll(recipe.files()));
        Source from = recipes.sources().get(source);
        if (from != null) {
            packages.require(from, files);
        }
    }

    /** Changes whenever the finished files could. */
    private static String key(Recipe recipe, Source source, Optional<byte[]> reference) throws IOException {
        List<Object> everything =
                List.of(GraphConverter.VERSION, source, recipe, Hash.of(reference.orElse(new byte[0])));
        return Hash.of(new ObjectMapper().writeValueAsBytes(everything)).substring(0, KEY_CHARS);
    }
}
