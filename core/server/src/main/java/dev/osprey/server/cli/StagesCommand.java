package dev.osprey.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.Problem;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.cli.home.TemporaryFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the stages that the plugins bring, with their settings. */
@Command(
        name = "stages",
        description = "Lists the stages that a pipeline can name, with their settings.",
        mixinStandardHelpOptions = true)
final class StagesCommand implements Callable<Integer> {
    @Option(names = "--schema", description = "Print the JSON Schema of each stage's settings.")
    boolean schema;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path copies = Files.createTempDirectory("osprey-plugins");
        try (Plugins plugins = Plugins.load(Home.locate().plugins(), copies)) {
            for (StageType stage : plugins.stages()) {
                out.printf("%-12s %s  (%s %s)%n", stage.name(), stage.description(), stage.plugin(), stage.version());
                if (schema) {
                    out.println(stage.schema().toPrettyString());
                } else {
                    settings(stage, out);
                }
            }
            for (Problem problem : plugins.problems()) {
                out.println("refused: " + problem);
            }
            out.flush();
            return plugins.problems().isEmpty() ? 0 : 1;
        } finally {
            TemporaryFolder.delete(copies);
        }
    }

    private static void settings(StageType stage, PrintWriter out) {
        for (var setting : stage.schema().path("properties").properties()) {
            JsonNode about = setting.getValue();
            String standard = about.has("default") ? " (default " + about.get("default") + ")" : "";
            out.printf(
                    "    %-16s %s%s%n",
                    setting.getKey(), about.path("description").asText(), standard);
        }
    }
}
