package dev.osprey.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.ffmpeg.Demuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.ffmpeg.ReadWatch;
import dev.osprey.media.ffmpeg.VideoDecoder;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.media.source.OpenRequests;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

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
    private long corrupt;
    private boolean finished;

    private ClipReader(String name, String cameraId, ReadWatch watch, Demuxer demuxer, VideoDecoder decoder) {
        this.name = name;
        this.cameraId = cameraId;
        this.watch = watch;
        this.demuxer = demuxer;
        this.decoder = decoder;
        AVRational base = demuxer.timeBase();
        microsPerTick = 1e6 * base.num() / base.den();
    }

    public static ClipReader open(Path file, String cameraId) throws IOException {
        return open(SourceUrl.of(file), cameraId);
    }

    /**
     * Opens a clip or a stream. It is not opened again if it breaks.
     *
     * @throws IOException with the source's name, without its secrets
     */
    public static ClipReader open(SourceUrl source, String cameraId) throws IOException {
        ReadWatch watch = source.isFile() ? new ReadWatch() : new ReadWatch(SILENCE);
        Demuxer demuxer = null;
        try {
            demuxer = Demuxer.open(OpenRequests.of(source, Transport.TCP), watch);
            return new ClipReader(source.redacted(), cameraId, watch, demuxer, new VideoDecoder(demuxer));
        } catch (FfmpegException e) {
            if (demuxer != null) {
                demuxer.close();
            }
            watch.close();
            throw new IOException(source.redacted() + ": " + e.getMessage(), e);
        }
    }

    /** The next picture, the caller's to release; empty at the end. Pictures that are corrupt are left out. */
    public Optional<Picture> next() throws IOException {
        try {
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
        } catch (FfmpegException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private void feed() throws FfmpegException {
        AVPacket packet = demuxer.read();
        if (packet == null) {
            decoder.finish();
            finished = true;
            return;
        }
        if (!name.startsWith("file:")) {
            watch.extend(SILENCE);
        }
        if (!decoder.send(packet, micros(packet))) {
            corrupt++;
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
        return corrupt;
    }

    @Override
    public void close() {
        decoder.close();
        demuxer.close();
        watch.close();
    }
}
