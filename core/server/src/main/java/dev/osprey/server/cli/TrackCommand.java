package dev.osprey.server.cli;

import dev.osprey.engine.track.TrackOptions;
import dev.osprey.engine.track.mot.MotFile;
import dev.osprey.engine.track.mot.MotRow;
import dev.osprey.engine.track.mot.MotRun;
import dev.osprey.engine.track.mot.TrackEvaluator;
import dev.osprey.engine.track.mot.TrackScore;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.spi.Box;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Follows the objects of a file of detections, and scores tracks against the truth. */
@Command(
        name = "track",
        description = {
            "Follows the objects in a file of detections, as the server does, and scores tracks against the truth.",
            "Files are MOTChallenge's: frame,id,left,top,width,height,confidence,-1,-1,-1; a confidence is 0 to 1."
        },
        mixinStandardHelpOptions = true)
final class TrackCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

    private static final int MOST_OBJECTS = 1000;

    @Parameters(paramLabel = "DETECTIONS", description = "The detections; with --as-is a tracker's output.")
    Path input = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Write the tracks; - for standard output.")
    @Nullable
    Path out;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description =
                    "Score the tracks against this: MOTA, IDF1, switches. Rows with a confidence of 0 do not count.")
    @Nullable
    Path truth;

    @Option(names = "--as-is", description = "DETECTIONS are tracks already: only score them.")
    boolean asIs;

    @Option(names = "--fps", paramLabel = "N", defaultValue = "25", description = "Frames a second (default: 25).")
    double fps;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "The size of the frames: who was seen leaving them is then not waited for.")
    @Nullable
    String size;

    @Option(
            names = "--score",
            paramLabel = "S",
            defaultValue = "0.5",
            description = "A detection from this score on may begin a track (default: ${DEFAULT-VALUE}).")
    double score;

    @Option(
            names = "--low-score",
            paramLabel = "S",
            defaultValue = "0.1",
            description = "A detection from this score on may carry one on (default: ${DEFAULT-VALUE}).")
    double lowScore;

    @Option(
            names = "--lost",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "How long an object that is not found is waited for (default: ${DEFAULT-VALUE}).")
    double lost;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        List<MotRow> tracks = read(input);
        if (!asIs) {
            TrackOptions options = new TrackOptions(lowScore, Duration.ofNanos(Math.round(lost * 1e9)), MOST_OBJECTS);
            checkScores(tracks);
            tracks = MotRun.track(tracks, fps, picture(), options, score);
        }
        if (out != null) {
            write(tracks, out);
        }
        if (truth != null) {
            print(TrackEvaluator.score(read(truth), tracks));
        }
        return 0;
    }

    private void check() {
        if (out == null && truth == null) {
            throw wrong("say what to do: --out FILE writes the tracks, --truth FILE scores them");
        }
        if (asIs && (out != null || truth == null)) {
            throw wrong("--as-is scores what is there: it needs --truth FILE and no --out");
        }
        if (!(fps > 0 && fps <= 1000)) {
            throw wrong("--fps must be above 0 and at most 1000, got " + fps);
        }
        checkShare("--score", score);
        checkShare("--low-score", lowScore);
        if (!(lost >= 0 && lost <= 3600)) {
            throw wrong("--lost must be in 0..3600 seconds, got " + lost);
        }
    }

    private Box picture() {
        if (size == null) {
            return MotRun.BOUNDLESS;
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw wrong("--size must be width and height in pixels, such as 1920x1080, got " + size);
        }
        return new Box(0, 0, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private void checkShare(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw wrong(option + " must be in 0..1, got " + value);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void checkScores(List<MotRow> rows) throws CommandFailedException {
        for (MotRow row : rows) {
            if (!(row.confidence() <= 1 && (row.confidence() >= 0 || row.confidence() == MotRun.UNKNOWN))) {
                throw new CommandFailedException(input + ": a confidence must be 0 to 1, or -1 for none, got "
                        + row.confidence() + " in frame " + row.frame()
                        + ": scale them to 0..1 first, as --score and --low-score are");
            }
        }
    }

    private static List<MotRow> read(Path file) throws CommandFailedException {
        try {
            return MotFile.read(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + file, e);
        } catch (MotFile.MalformedLineException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailedException(file + " cannot be read: " + e, e);
        }
    }

    private void write(List<MotRow> tracks, Path file) throws CommandFailedException {
        try {
            if (file.toString().equals("-")) {
                PrintWriter standard = spec.commandLine().getOut();
                MotFile.write(tracks, standard);
                standard.flush();
                return;
            }
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                MotFile.write(tracks, writer);
            }
        } catch (IOException e) {
            throw new CommandFailedException(file + " cannot be written: " + e, e);
        }
    }

    private void print(TrackScore result) {
        PrintWriter to = out != null && out.toString().equals("-")
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        to.printf(
                Locale.ROOT,
                "MOTA %.1f  IDF1 %.1f  switches %d  misses %d  false %d  recall %.1f  precision %.1f  (%d boxes of the"
                        + " truth, %d of the tracks)%n",
                100 * result.mota(),
                100 * result.idf1(),
                result.switches(),
                result.misses(),
                result.falseOnes(),
                100 * result.recall(),
                100 * result.precision(),
                result.objects(),
                result.results());
        to.flush();
    }
}
