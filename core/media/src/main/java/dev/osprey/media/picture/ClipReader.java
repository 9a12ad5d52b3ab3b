package dev.osprey.media.picture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.PictureSize;
import dev.osprey.media.ffmpeg.Demuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.media.ffmpeg.ReadWatch;
import dev.osprey.media.ffmpeg.VideoDecoder;
import dev.osprey.media.frame.Upright;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.media.source.OpenRequests;
import dev.osprey.media.source.SourceUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** The pictures of a clip one by one, as fast as they are asked for. For one thread. */
public final class ClipReader implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final String name;
    private final String cameraId;
    private final ReadWatch watch;
    private final Demuxer demuxer;
    private final VideoDecoder decoder;
    private final double microsPerTick;
    private final Instant opened = Instant.now();
    private long firstMicros = Long.MIN_VALUE;
    private long lastMicros = -1;
    private long sequence;
    private final int quarterTurns;
    private long packets;
    private String brokeOff = "";
    private boolean finished;

    private ClipReader(String name, String cameraId, ReadWatch watch, Demuxer demuxer, VideoDecoder decoder) {
        this.name = name;
        this.cameraId = cameraId;
        this.watch = watch;
        this.demuxer = demuxer;
        this.decoder = decoder;
        AVRational base = demuxer.timeBase();
        microsPerTick = 1e6 * base.num() / base.den();
        quarterTurns = demuxer.quarterTurns();
    }

    public static ClipReader open(Path file, String cameraId) throws IOException {
        return open(SourceUrl.of(file), cameraId);
    }

    /** Opens a clip or a stream with pictures of up to {@link Limits#USUAL_PIXELS}. */
    public static ClipReader open(SourceUrl source, String cameraId) throws IOException {
        return open(source, cameraId, Limits.USUAL_PIXELS);
    }

    /**
     * Opens a clip or a stream. It is not opened again if it breaks.
     *
     * @param maxPixels width times height of a picture at most
     * @throws IOException with the source's name, without its secrets
     */
    public static ClipReader open(SourceUrl source, String cameraId, long maxPixels) throws IOException {
        ReadWatch watch = source.isFile() ? new ReadWatch() : new ReadWatch(SILENCE);
        Demuxer demuxer = null;
        try {
            demuxer = Demuxer.open(OpenRequests.clip(source, maxPixels), watch);
            return new ClipReader(source.redacted(), cameraId, watch, demuxer, new VideoDecoder(demuxer));
        } catch (FfmpegException e) {
            if (demuxer != null) {
                demuxer.close();
            }
            watch.close();
            throw new IOException(source.redacted() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next picture, upright, the caller's to release; empty at the end. Pictures of which nothing can be made are
     * left out and counted.
     *
     * @throws IOException if the pictures are too large
     */
    public Optional<Picture> next() throws IOException {
        while (true) {
            AVFrame frame = decoder.receive();
            if (frame != null) {
                return Optional.of(picture(frame));
            }
            if (finished) {
                return Optional.empty();
            }
            feed();
        }
    }

    private void feed() throws IOException {
        AVPacket packet = read();
        if (packet == null) {
            decoder.finish();
            finished = true;
            return;
        }
        if (!name.startsWith("file:")) {
            watch.extend(SILENCE);
        }
        packets++;
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        try {
            if (key && PictureSize.unlimited(demuxer)) {
                PictureSize.of(demuxer, bytes(packet)).admit(demuxer);
            }
            if (!decoder.send(packet, micros(packet)) && key) {
                PictureSize.of(demuxer, bytes(packet)).admit(demuxer);
            }
        } catch (FfmpegException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        return bytes;
    }

    private @Nullable AVPacket read() {
        try {
            return demuxer.read();
        } catch (FfmpegException e) {
            brokeOff = String.valueOf(e.getMessage());
            return null;
        }
    }

    private long micros(AVPacket packet) {
        long ticks = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        return ticks == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : Math.round(ticks * microsPerTick);
    }

    private Picture picture(AVFrame frame) {
        long time = frame.pts();
        if (firstMicros == Long.MIN_VALUE) {
            firstMicros = time == AV_NOPTS_VALUE ? 0 : time;
        }
        long pts = time == AV_NOPTS_VALUE ? lastMicros + stepMicros() : time - firstMicros;
        pts = Math.max(pts, lastMicros + 1);
        lastMicros = pts;
        // a clip knows no time of day: as if it had been taken live from its opening on
        Upright.turn(frame, quarterTurns);
        Instant capturedAt = opened.plusNanos(pts * 1_000);
        return VideoPicture.of(new VideoPicture.Origin(cameraId, 1, sequence++, pts, capturedAt), frame);
    }

    private long stepMicros() {
        double rate = demuxer.rate();
        return rate > 0 ? Math.round(1e6 / rate) : 40_000;
    }

    /** The whole length; empty if unknown, as of a live stream. */
    public Optional<Duration> duration() {
        long micros = demuxer.durationMicros();
        return micros > 0 ? Optional.of(Duration.ofNanos(micros * 1_000)) : Optional.empty();
    }

    /** How many pictures there will be, about; 0 if unknown. */
    public long frames() {
        return demuxer.frames();
    }

    /** Pictures a second; 25 if unknown. */
    public double rate() {
        return demuxer.rate() > 0 ? demuxer.rate() : 25;
    }

    /** Packets so far of which nothing could be made. */
    public long corrupt() {
        return decoder.bad();
    }

    /** Why it ended before its end, in words; empty if it did not. */
    public Optional<String> brokeOff() {
        return brokeOff.isEmpty() ? Optional.empty() : Optional.of(name + " breaks off: " + brokeOff);
    }

    /** Why there was no picture so far; empty if there was one. */
    public Optional<String> whyNone() {
        if (sequence > 0) {
            return Optional.empty();
        }
        return Optional.of(name + " gave no picture: "
                + (packets == 0
                        ? "it holds no packet of video"
                        : "of " + packets + " packets of " + demuxer.codecName() + " none could be decoded"));
    }

    @Override
    public void close() {
        decoder.close();
        demuxer.close();
        watch.close();
    }
}
