package dev.osprey.server;

import dev.osprey.engine.plugin.Plugins;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server is started with.
 *
 * @param config the configuration file
 * @param data where the server keeps what is its own; null: {@code OSPREY_DATA}, else {@code data} beside the
 *     configuration file
 * @param pluginsDir a folder a plugin
 * @param modelsDir the catalog of models
 * @param environment variables, as {@link System#getenv()}
 * @param plugins given ones instead of the folder's; null: the folder's
 * @param frontEnds started last, closed first
 */
public record StartOptions(
        Path config,
        @Nullable Path data,
        Path pluginsDir,
        Path modelsDir,
        Map<String, String> environment,
        @Nullable Plugins plugins,
        List<FrontEnd> frontEnds) {
    public StartOptions {
        environment = Map.copyOf(environment);
        frontEnds = List.copyOf(frontEnds);
    }

    /** As in a distribution: {@code plugins/} and {@code models/} under its folder. */
    public static StartOptions of(Path home, Path config) {
        return new StartOptions(
                config, null, home.resolve("plugins"), home.resolve("models"), System.getenv(), null, List.of());
    }

    public StartOptions withData(Path folder) {
        return new StartOptions(config, folder, pluginsDir, modelsDir, environment, plugins, frontEnds);
    }

    public StartOptions withEnvironment(Map<String, String> variables) {
        return new StartOptions(config, data, pluginsDir, modelsDir, variables, plugins, frontEnds);
    }

    public StartOptions withPlugins(Plugins given) {
        return new StartOptions(config, data, pluginsDir, modelsDir, environment, given, frontEnds);
    }

    public StartOptions withFrontEnds(FrontEnd... given) {
        return new StartOptions(config, data, pluginsDir, modelsDir, environment, plugins, List.of(given));
    }

    /** A variable's value; one that is set to nothing counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    Path dataFolder() {
        if (data != null) {
            return data.toAbsolutePath();
        }
        return variable("OSPREY_DATA")
                .map(Path::of)
                .orElseGet(() -> config.toAbsolutePath().resolveSibling("data"))
                .toAbsolutePath();
    }
}
