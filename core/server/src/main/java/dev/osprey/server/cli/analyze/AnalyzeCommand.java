package dev.osprey.server.cli.analyze;

import dev.osprey.engine.AnalysisListener;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Feed;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.ReadObserver;
import dev.osprey.engine.StageStatus;
import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.ConfigOption;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.cli.home.OfflineEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a pipeline over recorded pictures, as fast as the machine can, missing none. */
@Command(
        name = "analyze",
        description = "Runs a pipeline over every frame of a clip or URL, or over a picture or a folder of pictures.",
        mixinStandardHelpOptions = true)
public final class AnalyzeCommand implements Callable<Integer> {
    private static final Duration LAST_ANALYSES_WITHIN = Duration.ofSeconds(60);

    @Parameters(paramLabel = "INPUT", description = "A clip, a URL, a picture or a folder of pictures.")
    String input = "";

    @Option(
            names = {"-p", "--pipeline"},
            required = true,
            description = "The pipeline's name in the configuration.")
    String pipeline = "";

    @Mixin
    ConfigOption config = new ConfigOption();

    @Option(names = "--json", paramLabel = "FILE", description = "Write an analysis a line; - for standard output.")
    @Nullable
    Path json;

    @Option(
            names = "--video",
            paramLabel = "FILE",
            description = "Write the annotated clip: .mp4 (MPEG-4) or .webm (VP9).")
    @Nullable
    Path video;

    @Option(names = "--inspect", paramLabel = "DIR", description = "Write every stage's input as the stage saw it.")
    @Nullable
    Path inspect;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Take pictures of up to so many pixels (default: 40000000 of a clip, 64000000 of a file).")
    long maxPixels;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Home home = Home.locate();
        ReadObserver observer = inspect == null ? ReadObserver.NONE : new InputPictures(inspect);
        try (OfflineEngine offline =
                        new OfflineEngine(home, config.resolve(home), options -> options.withReadObserver(observer));
                PreparedPipeline prepared = offline.prepare(pipeline);
                Pictures pictures = Pictures.open(input, maxPixels());
                AnalysisOutput output = AnalysisOutput.open(pictures, json, video)) {
            run(offline, prepared, pictures, output);
            List<String> failures = new ArrayList<>(pictures.unreadable());
            for (StageStatus stage : offline.engine().stages()) {
                if (stage.errors() + stage.timeouts() > 0) {
                    failures.add("stage " + stage.name() + ": " + stage.errors() + " errors, " + stage.timeouts()
                            + " timeouts, the last: " + stage.lastError());
                }
            }
            failures.forEach(failure -> err.println("osprey: " + failure));
            if (pictures.badPackets() > 0) {
                err.println("osprey: " + badPackets(pictures));
            }
            err.println(output.summary());
            return failures.isEmpty() ? 0 : 1;
        }
    }

    private static String badPackets(Pictures pictures) {
        long bad = pictures.badPackets();
        return bad == 1
                ? "1 packet of " + pictures.name() + " was bad, and is left out"
                : bad + " packets of " + pictures.name() + " were bad, and are left out";
    }

    private long maxPixels() {
        if (maxPixels < 0 || maxPixels > Limits.MOST_PIXELS) {
            throw new ParameterException(
                    spec.commandLine(), "--max-pixels must be in 0.." + Limits.MOST_PIXELS + ", got " + maxPixels);
        }
        return maxPixels;
    }

    private static void run(OfflineEngine offline, PreparedPipeline prepared, Pictures pictures, AnalysisOutput output)
            throws IOException, InterruptedException, CommandFailedException, ConfigException {
        AnalysisListener listener = output::accept;
        try (Feed feed = offline.engine().open(pictures.name(), prepared, listener);
                ProgressBar progress = new ProgressBarBuilder()
                        .setTaskName(pictures.name())
                        .setInitialMax(pictures.count())
                        .setUpdateIntervalMillis(500)
                        .build()) {
            for (var picture = pictures.next(); picture.isPresent(); picture = pictures.next()) {
                feed.submit(picture.get());
                progress.step();
                output.rethrow();
            }
            feed.drain(LAST_ANALYSES_WITHIN);
            output.rethrow();
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "the last pictures were not analysed within " + LAST_ANALYSES_WITHIN.toSeconds() + " s", e);
        }
    }
}
