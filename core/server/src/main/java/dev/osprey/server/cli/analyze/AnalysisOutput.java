package dev.osprey.server.cli.analyze;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.AnalysisJson;
import dev.osprey.engine.analysis.LastingFindings;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.picture.ClipWriter;
import dev.osprey.server.cli.home.CommandFailedException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@code analyze} finds: JSON lines, an annotated clip, and a summary. {@link #accept} is called by one
 * thread of the engine at a time, in the order of frames; a failure to write is kept for the thread that reads.
 */
final class AnalysisOutput implements AutoCloseable {
    private final Pictures pictures;
    private final @Nullable Writer lines;
    private final @Nullable Path video;
    private final Map<String, Long> found = new TreeMap<>();
    private final long startedNanos = System.nanoTime();
    private @Nullable ClipWriter clip;
    private long analysed;
    private final LastingFindings lasting = new LastingFindings();
    private volatile @Nullable Exception failure;

    private AnalysisOutput(Pictures pictures, @Nullable Writer lines, @Nullable Path video) {
        this.pictures = pictures;
        this.lines = lines;
        this.video = video;
    }

    /**
     * Creates the file of lines; the clip is created with the first picture.
     *
     * @param json null for none, {@code -} for standard output
     * @param video null for none
     */
    static AnalysisOutput open(Pictures pictures, @Nullable Path json, @Nullable Path video)
            throws CommandFailedException {
        if (json == null) {
            return new AnalysisOutput(pictures, null, video);
        }
        if (json.toString().equals("-")) {
            return new AnalysisOutput(pictures, new OutputStreamWriter(System.out, StandardCharsets.UTF_8), video);
        }
        try {
            return new AnalysisOutput(pictures, Files.newBufferedWriter(json), video);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("cannot write " + json + ": its folder does not exist", e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + json + ": " + e, e);
        }
    }

    synchronized void accept(Analysis analysis, Picture picture) {
        analysed++;
        analysis.results().forEach((stage, findings) -> found.merge(stage, (long) findings.size(), Long::sum));
        if (failure != null) {
            return;
        }
        try {
            if (lines != null) {
                ObjectNode line = AnalysisJson.write(analysis);
                line.put("source", pictures.source(analysis.sequence()));
                lines.write(line.toString());
                lines.write('\n');
            }
            if (video != null) {
                if (clip == null) {
                    clip = new ClipWriter(video, picture.width(), picture.height(), pictures.framesPerSecond());
                }
                clip.write(picture, lasting.over(analysis));
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** Throws what went wrong while writing, if anything did. */
    void rethrow() throws CommandFailedException {
        Exception failed = failure;
        if (failed != null) {
            throw new CommandFailedException("could not write the results: " + failed.getMessage(), failed);
        }
    }

    synchronized String summary() {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return "%d pictures in %.1f s (%.1f a second); results by stage: %s"
                .formatted(analysed, seconds, analysed / seconds, found);
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            if (clip != null) {
                clip.close();
            }
        } finally {
            if (lines != null) {
                lines.close();
            }
        }
    }
}
