package dev.osprey.engine.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin, over the platform's. A few packages are the host's, so that both sides mean the same
 * classes; what the host lacks of them, the plugin may bring.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED =
            List.of("dev.osprey.spi.", "ai.onnxruntime.", "org.bytedeco.", "org.jspecify.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String plugin, List<URL> jars, ClassLoader host) {
        super("plugin-" + plugin, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isShared(name)) {
            Class<?> shared = fromHost(name);
            if (shared != null) {
                return shared;
            }
        }
        return super.loadClass(name, resolve);
    }

    private @Nullable Class<?> fromHost(String name) {
        try {
            return host.loadClass(name);
        } catch (ClassNotFoundException e) {
            // Falls through to the plugin: that is what the rule says, and no fault.
            return null;
        }
    }

    /* Natives of shared packages are found through getResource by JavaCPP's and ONNX Runtime's own classes, which are
     * the host's; a plugin that asks itself must see the same. Service files are never the host's. */
    @Override
    public @Nullable URL getResource(String name) {
        if (isShared(name.replace('/', '.'))) {
            URL shared = host.getResource(name);
            if (shared != null) {
                return shared;
            }
        }
        return super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (isShared(name.replace('/', '.'))) {
            List<URL> all = Collections.list(host.getResources(name));
            all.addAll(Collections.list(super.getResources(name)));
            return Collections.enumeration(all);
        }
        return super.getResources(name);
    }

    private static boolean isShared(String name) {
        for (String prefix : SHARED) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
