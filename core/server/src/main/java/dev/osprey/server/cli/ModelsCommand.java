package dev.osprey.server.cli;

import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.server.cli.home.Home;
import dev.osprey.spi.Model;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the catalog's models. */
@Command(name = "models", description = "Lists the models that a stage can name.", mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        for (Model model : ModelCatalog.read(Home.locate().models()).list()) {
            out.printf(
                    "%-22s %-16s %4d labels  %s%n",
                    model.name(), model.task(), model.labels().size(), model.file());
        }
        out.flush();
        return 0;
    }
}
