package dev.osprey.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.models.fetch.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What there is to make: the models, and the packages that they are made from.
 *
 * @param sources by the name that a recipe calls them
 */
record Recipes(Map<String, Source> sources, List<Recipe> models) {
    private static final String RESOURCE = "recipes.json";

    Recipes {
        sources = Map.copyOf(sources);
        models = List.copyOf(models);
        for (Recipe model : models) {
            if (!sources.containsKey(model.source())) {
                throw new IllegalArgumentException("model " + model.name() + " names the source " + model.source()
                        + ", there are " + sources.keySet());
            }
        }
    }

    /** The recipes that come with this class. */
    static Recipes load() throws IOException {
        try (InputStream in = Recipes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("resource " + RESOURCE + " is missing beside " + Recipes.class.getName());
            }
            return new ObjectMapper().readValue(in, Recipes.class);
        }
    }

    Source source(Recipe recipe) {
        Source source = sources.get(recipe.source());
        if (source == null) {
            throw new IllegalArgumentException("no source " + recipe.source());
        }
        return source;
    }
}
