package dev.osprey.server.cli;

import dev.osprey.server.cli.home.ConfigOption;
import dev.osprey.server.cli.home.Home;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the server until the process is asked to end. */
@Command(
        name = "run",
        description = "Runs the server: watches the configured cameras and serves the dashboard.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Environment: OSPREY_LISTEN, OSPREY_PORT, OSPREY_DATA (data folder), OSPREY_TOKEN (administrator's token)."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    ConfigOption config = new ConfigOption();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Home home = Home.locate();
        new Serving().serve(home, config.resolve(home), spec.commandLine().getOut());
        return 0;
    }
}
