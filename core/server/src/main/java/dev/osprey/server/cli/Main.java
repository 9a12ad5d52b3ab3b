package dev.osprey.server.cli;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.text.Redactor;
import dev.osprey.server.cli.analyze.AnalyzeCommand;
import dev.osprey.server.cli.bench.BenchCommand;
import dev.osprey.server.cli.events.EventsCommand;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.sdk.NewStageCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code bin/osprey}. Exit codes: 0 done, 1 failed, 2 bad usage or configuration. */
@Command(
        name = "osprey",
        description = "Watches video streams: pulls cameras, runs CNN stages over their frames, shows what they find.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            AnalyzeCommand.class,
            BenchCommand.class,
            CameraCommand.class,
            TrackCommand.class,
            StagesCommand.class,
            SchemaCommand.class,
            ModelsCommand.class,
            NewStageCommand.class,
            EventsCommand.class,
            LoginCommand.class
        },
        footer = {"", "Exit codes: 0 done, 1 failed, 2 bad usage or configuration."})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        ExitWatch.install();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Faults.OURS.note("thread " + thread.getName(), e));
        System.exit(commandLine().execute(arguments));
    }

    /** All commands, with their errors told in words. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command.getErr()));
    }

    /** Says in words what went wrong; a stack trace only for what nobody foresaw. */
    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigException refused) {
            int count = refused.problems().size();
            err.println(count == 1 ? "osprey: 1 problem" : "osprey: " + count + " problems");
            for (Problem problem : refused.problems()) {
                err.println("  " + Redactor.everywhere(problem.toString()));
            }
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof CommandFailedException) {
            err.println("osprey: " + Redactor.everywhere(String.valueOf(failure.getMessage())));
            return CommandLine.ExitCode.SOFTWARE;
        }
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        err.print(Redactor.everywhere(stack.toString()));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The version that the jar's manifest names. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"osprey " + (version == null ? "(from classes)" : version)};
        }
    }
}
