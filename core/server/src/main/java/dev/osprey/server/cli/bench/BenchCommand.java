package dev.osprey.server.cli.bench;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.media.picture.ClipEncoder;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.ConfigOption;
import dev.osprey.server.cli.home.Home;
import dev.osprey.server.cli.home.OfflineEngine;
import dev.osprey.server.cli.home.TemporaryFolder;
import dev.osprey.spi.Device;
import dev.osprey.spi.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how many cameras this machine carries, and how near that is to the most it could. */
@Command(
        name = "bench",
        description = {
            "Measures how many cameras this machine carries: plays cameras of 720p25 H.264 to itself over RTSP,"
                    + " decodes them and runs a detector on every frame, or a pipeline of the configuration."
        },
        mixinStandardHelpOptions = true,
        usageHelpWidth = 120,
        footer = {
            "",
            "Columns, and the JSON's fields:",
            "  analyses per s (analysesPerSecond)  of all cameras together",
            "  bound per s (boundPerSecond)        the most there could be: the frames offered, or the cores less what",
            "                                      decoding and the simulated cameras take, divided by the CPU time of",
            "                                      a bare run of the model, measured in turns with the analysis on the",
            "                                      same decoded pictures; a stage by itself uses a core a camera at most,",
            "                                      as it takes a camera's pictures one by one",
            "  ratio                               analyses / bound; budget: at least 0.9",
            "  overhead ms (overheadMillis)        CPU a frame beyond demultiplexing, decoding, reading and running:",
            "                                      boxes out of tensors, scheduling, garbage collection;",
            "                                      budget: below 1",
            "                                      With --pipeline it is what is beyond the stages' own calls, and the",
            "                                      bound that of the stages' CPU time. Stages that build on one another",
            "                                      leave cores idle with fewer cameras than cores: the ratio shows it",
            "  packet to result (latencyMillis)    from a frame's packet to its result: half of them (p50) and all but",
            "                                      one in a hundred (p99) were faster",
            "  CPU (cpuPercent)                    of all cores: this process, the simulated cameras among it",
            "  one frame's CPU                     decode: with demultiplexing; read: to the model's input; run: bare;",
            "                                      jit: Java's compilers, which fall silent after a while and",
            "                                      are not counted as overhead"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int MOST_CAMERAS = 64;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int FRAMES_PER_SECOND = 25;
    private static final int CLIP_SECONDS = 10;

    @Option(
            names = "--cameras",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,2,4,8",
            description = "How many cameras, one after the other (default: ${DEFAULT-VALUE}).")
    List<Integer> cameras = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "How long each is measured, after warming up until Java's compilers are quiet, but no more"
                    + " than three times as long; the bare model for as long again (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--model",
            defaultValue = "nanodet",
            description = "A detector of the catalog (`osprey models`) or an .onnx file (default: ${DEFAULT-VALUE}).")
    String model = "";

    @Option(
            names = {"-p", "--pipeline"},
            paramLabel = "NAME",
            description = "A pipeline of the configuration instead of the detector.")
    @Nullable
    String pipeline;

    @Option(names = "--clip", paramLabel = "FILE", description = "What the cameras show (default: the demo's hall).")
    @Nullable
    Path clip;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as a JSON array.")
    @Nullable
    Path json;

    @Mixin
    ConfigOption config = new ConfigOption();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        Home home = Home.locate();
        Path folder = Files.createTempDirectory("osprey-bench");
        try {
            List<BenchRow> rows =
                    pipeline == null ? measureDetector(home, folder) : measurePipeline(home, folder, pipeline);
            if (json != null) {
                byte[] text = JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsBytes(rows);
                Files.write(json, text);
            }
            return 0;
        } catch (IOException | OrtException e) {
            throw new CommandFailedException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private void check() {
        for (int count : cameras) {
            if (count < 1 || count > MOST_CAMERAS) {
                throw new ParameterException(
                        spec.commandLine(), "--cameras must be in 1.." + MOST_CAMERAS + ", got " + count);
            }
        }
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds must be >= 1, got " + seconds);
        }
        if (clip != null && !Files.isRegularFile(clip)) {
            throw new ParameterException(spec.commandLine(), "--clip: no such file: " + clip);
        }
        Path parent = json == null ? null : json.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new ParameterException(spec.commandLine(), "--json: no such folder: " + parent);
        }
    }

    private Path film(Home home, Path folder) throws IOException {
        Path source = clip == null ? home.demoClips().resolve("hall.mp4") : clip;
        spec.commandLine()
                .getErr()
                .printf("making %d s of 720p25 H.264 out of %s ...%n", CLIP_SECONDS, source.getFileName());
        spec.commandLine().getErr().flush();
        Path film = folder.resolve("bench.mp4");
        ClipEncoder.h264(source, film, WIDTH, HEIGHT, FRAMES_PER_SECOND, CLIP_SECONDS * FRAMES_PER_SECOND);
        return film;
    }

    private Path modelFile(Home home) throws ConfigException {
        try {
            return ModelCatalog.read(home.models(), config.resolve(home).resolveSibling("."))
                    .find(model)
                    .file();
        } catch (StageException e) {
            throw new ConfigException("--model", e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private List<BenchRow> measureDetector(Home home, Path folder)
            throws ConfigException, IOException, InterruptedException, CommandFailedException, OrtException {
        Path configFile = config.resolve(home);
        Path file = modelFile(home);
        Path film = film(home, folder);
        BenchPipeline wanted = new BenchPipeline(model);
        BenchInput input = BenchInput.observe(home, configFile, wanted, film);
        // The yardstick's model runs on the CPU.
        try (OfflineEngine offline = new OfflineEngine(home, configFile, options -> options.withDevice(Device.CPU));
                PreparedPipeline prepared = offline.engine().prepare(wanted.parse(offline.plugins()));
                BenchModel bare = new BenchModel(file, input)) {
            int lanes = offline.options().lanes();
            return measure(
                    model + " on every frame",
                    lanes,
                    count -> new BenchMeasurement(offline.engine(), prepared, Optional.of(bare), film, count, lanes));
        }
    }

    private List<BenchRow> measurePipeline(Home home, Path folder, String name)
            throws ConfigException, IOException, InterruptedException, CommandFailedException {
        try (OfflineEngine offline = new OfflineEngine(home, config.resolve(home));
                PreparedPipeline prepared = offline.prepare(name)) {
            Path film = film(home, folder);
            int lanes = offline.options().lanes();
            return measure(
                    "pipeline " + name,
                    lanes,
                    count -> new BenchMeasurement(offline.engine(), prepared, Optional.empty(), film, count, lanes));
        }
    }

    private interface Measurements {
        BenchMeasurement of(int cameras) throws IOException, ConfigException;
    }

    private List<BenchRow> measure(String what, int lanes, Measurements measurements)
            throws ConfigException, IOException, InterruptedException, CommandFailedException {
        List<BenchRow> rows = new ArrayList<>();
        BenchTable table = new BenchTable(spec.commandLine().getOut());
        table.header(what, lanes, seconds);
        for (int count : cameras) {
            try (BenchMeasurement measurement = measurements.of(count)) {
                BenchFigures figures = measurement.measure(seconds);
                BenchRow row = BenchRow.of(figures, measurement.latencies());
                rows.add(row);
                table.row(row, figures);
            }
        }
        table.footer();
        return rows;
    }
}
