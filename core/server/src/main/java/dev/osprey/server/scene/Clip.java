package dev.osprey.server.scene;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.ffmpeg.ClipMuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.server.event.EventFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The clip that is being written of one camera: one for all objects that come while it goes on, each with a link of its
 * own to the file. For the writer's thread.
 */
final class Clip {
    private static final System.Logger LOG = System.getLogger(Clip.class.getName());

    private final ClipRecorder recorder;
    private final EventFiles files;
    private final AtomicLong clips;
    private final AtomicLong failures;
    private final Map<String, Instant> objects = new LinkedHashMap<>();
    private @Nullable ClipMuxer muxer;
    private @Nullable Path file;
    private long position;
    private long firstPts;
    private long lastPts;
    private boolean saidFailure;
    private volatile boolean left;
    private boolean ended;

    /**
     * @param clips counts those that were written
     * @param failures counts those that could not be
     */
    Clip(ClipRecorder recorder, EventFiles files, AtomicLong clips, AtomicLong failures) {
        this.recorder = recorder;
        this.files = files;
        this.clips = clips;
        this.failures = failures;
    }

    ClipRecorder recorder() {
        return recorder;
    }

    /** The camera is gone: what was begun is ended by the writer, then it is left. */
    void leave() {
        left = true;
    }

    boolean isLeft() {
        return left && ended;
    }

    /** Begins, goes on with or ends the clip. Blocks. */
    void step() {
        if (left) {
            end();
            return;
        }
        try {
            Map<String, Instant> newcomers = recorder.newcomers();
            if (muxer == null) {
                objects.putAll(newcomers);
                if (!objects.isEmpty()) {
                    begin();
                }
            } else {
                objects.putAll(newcomers);
                goOn();
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void begin() throws IOException {
        Map.Entry<String, Instant> first = objects.entrySet().iterator().next();
        Optional<ClipRecorder.Taken> there = recorder.from(first.getValue());
        if (there.isEmpty() || !plays(there.get().info())) {
            if (recorder.over()) {
                objects.clear(); // nothing that could be recorded came
            }
            return;
        }
        ClipRecorder.Taken taken = there.get();
        Path fresh = files.fresh(EventFiles.Kind.CLIP, first.getKey(), first.getValue());
        file = fresh;
        muxer = new ClipMuxer(
                fresh, taken.info().codec(), taken.info().width(), taken.info().height(), taken.units());
        firstPts = taken.units().get(0).ptsMicros();
        write(muxer, taken);
    }

    private static boolean plays(StreamInfo info) {
        return ClipMuxer.plays(info.codec(), info.width(), info.height());
    }

    private void goOn() throws IOException {
        ClipMuxer current = muxer;
        Optional<ClipRecorder.Taken> there = recorder.after(position);
        boolean broken = there.isPresent() && !there.get().whole();
        if (current != null && there.isPresent() && !broken) {
            write(current, there.get());
        }
        boolean longest = lastPts - firstPts >= ClipRecorder.LONGEST.toNanos() / 1_000;
        if (longest) {
            Map<String, Instant> young = recorder.young(objects);
            finish();
            objects.putAll(young); // they have seen little of it: the next one is theirs as well
        } else if (broken || recorder.over()) {
            finish();
        }
    }

    private void write(ClipMuxer current, ClipRecorder.Taken taken) throws FfmpegException {
        for (ClipMuxer.Unit unit : taken.units()) {
            current.write(unit);
            lastPts = unit.ptsMicros();
        }
        position = taken.position();
    }

    private void finish() throws IOException {
        ClipMuxer current = muxer;
        Path written = file;
        if (current != null && written != null) {
            current.finish();
            for (Map.Entry<String, Instant> object : objects.entrySet()) {
                Path link = written.resolveSibling(".link-" + object.getKey() + ".new");
                Files.deleteIfExists(link);
                link(link, written);
                files.take(EventFiles.Kind.CLIP, object.getKey(), object.getValue(), link);
            }
            clips.incrementAndGet();
        }
        release();
    }

    private static void link(Path link, Path written) throws IOException {
        try {
            Files.createLink(link, written);
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.copy(written, link);
        }
    }

    /** Ends the clip as it is. */
    void end() {
        try {
            finish();
        } catch (IOException e) {
            giveUp(e);
        }
        ended = true;
    }

    private void giveUp(IOException failure) {
        failures.incrementAndGet();
        if (!saidFailure) {
            saidFailure = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "camera {0}: a clip cannot be written: {1}; events go on without it, said once",
                    recorder.camera(),
                    failure.getMessage());
        }
        release();
    }

    private void release() {
        ClipMuxer current = muxer;
        Path written = file;
        muxer = null;
        file = null;
        objects.clear();
        if (current != null) {
            current.close();
        }
        if (written != null) {
            try {
                Files.deleteIfExists(written);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "left to be swept: " + written, e);
            }
        }
    }
}
