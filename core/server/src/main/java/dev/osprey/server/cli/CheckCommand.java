package dev.osprey.server.cli;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.server.cli.home.ConfigOption;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.cli.home.OfflineEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks everything that can be checked without opening a camera. */
@Command(
        name = "check",
        description = "Checks configuration, models and plugins, and loads every pipeline, without opening a camera.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    ConfigOption config = new ConfigOption();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Home home = Home.locate();
        Path file = config.resolve(home);
        try (OfflineEngine offline = open(home, file)) {
            List<Problem> problems = offline.tryAll();
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
            out.printf(
                    "%s is good: %d cameras, %d pipelines, %d stages known%n",
                    file,
                    offline.config().cameras().size(),
                    offline.config().pipelines().size(),
                    offline.plugins().stages().size());
            out.flush();
        }
        return 0;
    }

    /** If the configuration is refused, the refusal names what is wrong with its models as well. */
    private static OfflineEngine open(Home home, Path file) throws ConfigException, IOException {
        try {
            return new OfflineEngine(home, file);
        } catch (ConfigException e) {
            List<Problem> all = new ArrayList<>(e.problems());
            all.addAll(OfflineEngine.tryPipelinesOf(home, file));
            throw new ConfigException(all);
        }
    }
}
