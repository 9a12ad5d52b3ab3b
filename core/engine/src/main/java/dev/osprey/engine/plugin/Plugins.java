package dev.osprey.engine.plugin;

import dev.osprey.engine.Problem;
import dev.osprey.spi.SinkFactory;
import dev.osprey.spi.StageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The stages and sinks that there are, by name, and what is wrong with plugins that could not be loaded. */
public final class Plugins implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Plugins.class.getName());
    private static final String BUILT_IN = "built-in";

    private final Map<String, StageType> types = new LinkedHashMap<>();
    private final Map<String, SinkType> sinks = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();

    private Plugins() {}

    /**
     * Loads every folder of jars in a directory, each in a class loader of its own. A bad plugin is reported in
     * {@link #problems()}; the others load.
     *
     * @param pluginsDir holds a folder for each plugin; may be missing
     * @param privateCopies where the jars are copied to, by their hash
     */
    public static Plugins load(Path pluginsDir, Path privateCopies) {
        Plugins plugins = new Plugins();
        if (!Files.isDirectory(pluginsDir)) {
            plugins.problems.add(new Problem("plugins", "there is no folder " + pluginsDir));
            return plugins;
        }
        try (Stream<Path> entries = Files.list(pluginsDir)) {
            entries.sorted().forEach(entry -> {
                if (Files.isDirectory(entry)) {
                    plugins.loadOne(entry, privateCopies);
                } else if (entry.getFileName().toString().endsWith(".jar")) {
                    plugins.reportLoose(entry);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            plugins.problems.add(new Problem("plugins", "cannot list " + pluginsDir + ": " + e));
        }
        return plugins;
    }

    /** The stages of these factories, which are on the host's own class path: for tests and the test kit. */
    public static Plugins of(StageFactory<?>... factories) {
        Plugins plugins = new Plugins();
        for (StageFactory<?> factory : factories) {
            plugins.register(factory, BUILT_IN, "unknown");
        }
        return plugins;
    }

    /** Likewise of sinks. */
    public static Plugins ofSinks(SinkFactory<?>... factories) {
        Plugins plugins = new Plugins();
        for (SinkFactory<?> factory : factories) {
            plugins.register(factory, BUILT_IN, "unknown");
        }
        return plugins;
    }

    public List<StageType> stages() {
        return List.copyOf(types.values());
    }

    public Optional<StageType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    public List<SinkType> sinks() {
        return List.copyOf(sinks.values());
    }

    public Optional<SinkType> findSink(String name) {
        return Optional.ofNullable(sinks.get(name));
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Closes the class loaders. Every stage and sink must be closed before. */
    @Override
    public void close() {
        for (PluginClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "closing " + loader.getName() + " failed", e);
            }
        }
        loaders.clear();
    }

    private void reportLoose(Path jar) {
        String name = jar.getFileName().toString();
        String plugin = name.substring(0, name.length() - ".jar".length());
        report(
                name,
                "lies directly in the folder of plugins, where it is not looked for: each plugin has a folder of its own;"
                        + " move it to " + plugin + "/" + name);
    }

    private void loadOne(Path folder, Path privateCopies) {
        String plugin = folder.getFileName().toString();
        try {
            PluginJars jars = PluginJars.copy(folder, privateCopies);
            PluginClassLoader loader =
                    new PluginClassLoader(plugin, jars.copies(), StageFactory.class.getClassLoader());
            loaders.add(loader);
            registerAll(loader, jars);
        } catch (IOException | RuntimeException | LinkageError e) {
            report(plugin, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void registerAll(PluginClassLoader loader, PluginJars jars) {
        each(
                StageFactory.class,
                loader,
                jars,
                factory -> register((StageFactory<?>) factory, jars.plugin(), jars.version()));
        each(
                SinkFactory.class,
                loader,
                jars,
                factory -> register((SinkFactory<?>) factory, jars.plugin(), jars.version()));
    }

    /* A failed step moves the iterator on, except for a broken service file, which it reports once. */
    private <T> void each(Class<T> service, PluginClassLoader loader, PluginJars jars, Consumer<T> register) {
        Iterator<ServiceLoader.Provider<T>> providers =
                ServiceLoader.load(service, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                register.accept(providers.next().get());
            } catch (ServiceConfigurationError | LinkageError e) {
                report(jars.plugin(), reason(e));
                if (e instanceof LinkageError) {
                    return;
                }
            }
        }
    }

    private void register(StageFactory<?> factory, String plugin, String version) {
        StageType type;
        try {
            type = new StageType(factory, plugin, version);
        } catch (RuntimeException | LinkageError e) {
            report(plugin, e.getMessage() == null ? e.toString() : e.getMessage());
            return;
        }
        StageType other = types.get(type.name());
        if (other != null) {
            report(
                    plugin,
                    "offers a stage '" + type.name() + "', which plugin " + other.plugin()
                            + " offers already: remove one of them");
            return;
        }
        types.put(type.name(), type);
        if (!plugin.equals(BUILT_IN)) {
            LOG.log(Level.INFO, "stage {0} registered from plugin {1} {2}", type.name(), plugin, version);
        }
    }

    private void register(SinkFactory<?> factory, String plugin, String version) {
        SinkType type;
        try {
            type = new SinkType(factory, plugin, version);
        } catch (RuntimeException | LinkageError e) {
            report(plugin, e.getMessage() == null ? e.toString() : e.getMessage());
            return;
        }
        SinkType other = sinks.putIfAbsent(type.name(), type);
        if (other != null) {
            report(
                    plugin,
                    "offers a sink '" + type.name() + "', which plugin " + other.plugin()
                            + " offers already: remove one of them");
        } else if (!plugin.equals(BUILT_IN)) {
            LOG.log(Level.INFO, "sink {0} registered from plugin {1} {2}", type.name(), plugin, version);
        }
    }

    private void report(String plugin, String message) {
        problems.add(new Problem("plugins." + plugin, message));
        LOG.log(Level.WARNING, "plugin {0} is not usable: {1}", plugin, message);
    }

    private static String reason(Error error) {
        Throwable cause = error.getCause();
        return cause == null ? error.toString() : error.getMessage() + ": " + cause;
    }
}
