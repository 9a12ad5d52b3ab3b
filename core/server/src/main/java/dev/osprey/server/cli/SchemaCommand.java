package dev.osprey.server.cli;

import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.cli.home.TemporaryFolder;
import dev.osprey.server.config.ConfigSchema;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a configuration file may hold, for editors. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of the configuration file, with each stage's settings, for editors.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path copies = Files.createTempDirectory("osprey-plugins");
        try (Plugins plugins = Plugins.load(Home.locate().plugins(), copies)) {
            out.println(ConfigSchema.of(plugins).toPrettyString());
            out.flush();
            return plugins.problems().isEmpty() ? 0 : 1;
        } finally {
            TemporaryFolder.delete(copies);
        }
    }
}
