package dev.osprey.media.camera;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.AnnexB;
import dev.osprey.media.bitstream.Packager;
import dev.osprey.media.bitstream.Packet;
import dev.osprey.media.bitstream.PictureSize;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.bitstream.Timeline;
import dev.osprey.media.ffmpeg.Demuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.ffmpeg.ReadWatch;
import dev.osprey.media.ffmpeg.VideoDecoder;
import dev.osprey.media.frame.Upright;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.media.source.OpenRequests;
import dev.osprey.media.source.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One connection to a source, from its opening to its end. For the capture thread. */
final class Session implements AutoCloseable {
    /** What the session tells and asks of its stream. */
    record Surroundings(
            StreamOptions options,
            StreamListener listener,
            StatusBoard board,
            Clock clock,
            LongSupplier nanoTime,
            ReadWatch watch,
            KeyFramePatience keys,
            Transport transport,
            IntSupplier nextStream) {}

    private final Surroundings around;
    private final StreamOptions options;
    private final StatusBoard board;
    private final Packager packager;
    private final Timeline timeline = new Timeline();
    private final Pace pace;
    private final Packets packets;
    private final boolean wallClock;
    /** It has an end, and is played at its own rate: a file, perhaps by HTTP. */
    private final boolean file;

    private final int quarterTurns;
    private Demuxer demuxer;
    private @Nullable VideoDecoder decoder;
    private @Nullable StreamInfo info;
    private long sequence;
    private long lastGoodNanos;
    private long liveSinceNanos;
    private long nextSnapshotNanos;
    /** After a corrupt packet the decoder waits for the next key frame. */
    private boolean waitForKey;

    private Session(Surroundings around, Demuxer demuxer) throws FfmpegException {
        this.around = around;
        this.demuxer = demuxer;
        options = around.options();
        board = around.board();
        lastGoodNanos = now();
        nextSnapshotNanos = lastGoodNanos;
        packager = new Packager(demuxer);
        file = options.source().isFile()
                || (options.source().scheme().http() && !options.snapshots() && demuxer.finite());
        pace = new Pace(file && options.paced());
        packets = new Packets(demuxer, file);
        quarterTurns = demuxer.quarterTurns();
        // these give no times of their own, and FFmpeg makes up 25 pictures a second
        wallClock = demuxer.format().startsWith("mpjpeg") || options.snapshots();
        around.keys().begin();
        decoder = new VideoDecoder(demuxer);
    }

    /** Connects. */
    static Session open(Surroundings around) throws FfmpegException {
        Demuxer demuxer = Demuxer.open(request(around), around.watch());
        try {
            return new Session(around, demuxer);
        } catch (FfmpegException e) {
            demuxer.close();
            throw e;
        }
    }

    private static Demuxer.Request request(Surroundings around) throws FfmpegException {
        StreamOptions options = around.options();
        return options.snapshots()
                ? OpenRequests.snapshot(options.source(), options.maxPixels(), options.gate())
                : OpenRequests.camera(options.source(), around.transport(), options.maxPixels(), options.gate());
    }

    /** For how long pictures have come; zero if none has. */
    Duration liveFor() {
        return info == null ? Duration.ZERO : Duration.ofNanos(Math.max(1, now() - liveSinceNanos));
    }

    private long now() {
        return around.nanoTime().getAsLong();
    }

    /**
     * Reads until the source ends.
     *
     * @return what to tell of the end; null if a file has ended as it should
     * @throws FfmpegException if the source breaks, falls silent or the watch is stopped
     */
    @Nullable
    Trouble run() throws FfmpegException, InterruptedException {
        boolean any = false;
        while (true) {
            AVPacket packet = demuxer.read();
            if (packet != null) {
                any = true;
                accept(packet);
                Trouble trouble = hopeless();
                if (trouble != null) {
                    return trouble;
                }
                continue;
            }
            if (!any) {
                return Trouble.refused("no pictures in " + options.source().redacted());
            }
            if (options.snapshots()) {
                fetch();
                any = false;
                continue;
            }
            drain();
            if (!file) {
                return demuxer.finite() ? null : Trouble.lost("the camera closed the connection");
            }
            if (!options.loop()) {
                return null;
            }
            if (!rewound()) {
                return Trouble.lost("the file is over; it is read again from its beginning");
            }
            timeline.restart();
            any = false;
        }
    }

    /** Files by HTTP can be wound back if their server gives parts. */
    private boolean rewound() throws FfmpegException {
        try {
            demuxer.rewind();
            return true;
        } catch (FfmpegException e) {
            if (options.source().isFile()) {
                throw e;
            }
            return false;
        }
    }

    /** Waits for the next picture's turn, and asks for it. */
    private void fetch() throws FfmpegException, InterruptedException {
        nextSnapshotNanos = Math.max(now(), nextSnapshotNanos + options.every().toNanos());
        around.watch().extend(options.every().plus(options.timeout()));
        Pace.until(nextSnapshotNanos, around.nanoTime(), around.watch());
        around.watch().extend(options.timeout());
        Demuxer next = Demuxer.open(request(around), around.watch());
        demuxer.close();
        demuxer = next;
    }

    private @Nullable Trouble hopeless() {
        if (around.keys().over(now())) {
            return Trouble.lost(around.keys().words(now()) + "; the camera is asked anew");
        }
        boolean tooLong = now() - lastGoodNanos > 2 * options.timeout().toNanos();
        if (!tooLong || (board.current().corrupt() == 0 && !waitForKey) || decoder == null) {
            return null;
        }
        return Trouble.lost("the stream is corrupt: no picture could be decoded for "
                + Trouble.seconds(options.timeout().multipliedBy(2)));
    }

    private void accept(AVPacket packet) throws FfmpegException, InterruptedException {
        byte[] extradata = Packets.newExtradata(packet);
        if (extradata != null) {
            packager.accept(extradata);
        }
        around.watch().extend(options.timeout());
        Packet read = packets.copy(packet, around.clock().instant());
        for (Packet picture : packager.pictures(read)) {
            // most pictures are the packet that was read: then there is nothing to copy
            accept(packets.timed(picture), picture.data() == read.data() ? packet : null);
        }
    }

    private void accept(Packet picture, @Nullable AVPacket asRead) throws FfmpegException, InterruptedException {
        pace.await(picture.ptsMicros(), around.watch());
        around.watch().extend(options.timeout());
        AnnexB.Unit unit = packager.unit(picture.data(), picture.flaggedKey());
        long ptsMicros = picture.ptsMicros();
        long capturedAt = file ? Packets.micros(around.clock().instant()) : picture.capturedAtMicros();
        long pts = timeline.next(
                wallClock ? capturedAt : ptsMicros,
                wallClock || ptsMicros != Packet.UNKNOWN,
                capturedAt,
                decoder != null && decoder.reorders());
        board.packet(picture.data().length, unit.key(), pts);
        boolean first = info == null;
        if (first && !unit.key()) {
            board.dropped();
            awaitKey();
            return;
        }
        if (first) {
            around.keys().satisfied();
        }
        boolean announce = first || (unit.key() && packager.changed());
        if (announce) {
            if (decoder == null) {
                decoder = new VideoDecoder(demuxer);
            }
            boolean sent = send(picture, asRead, pts, unit.key());
            announce();
            pass(unit, pts, capturedAt);
            receive(sent);
        } else {
            pass(unit, pts, capturedAt);
            receive(send(picture, asRead, pts, unit.key()));
        }
        if (board.due() && info != null) {
            around.listener().onStatus(board.enter(State.LIVE, liveMessage()));
        }
    }

    private void awaitKey() {
        long now = now();
        around.keys().packet(now);
        if (board.due() && around.keys().impatient(now)) {
            around.listener()
                    .onStatus(board.enter(State.CONNECTING, around.keys().words(now)));
        }
    }

    private boolean send(Packet picture, @Nullable AVPacket asRead, long pts, boolean key) throws FfmpegException {
        VideoDecoder current = decoder;
        if (current == null) {
            return false;
        }
        if (waitForKey && !key) {
            board.dropped();
            return false;
        }
        if (key && PictureSize.unlimited(demuxer)) {
            PictureSize.of(demuxer, picture.data()).admit(demuxer);
        }
        if (asRead == null ? current.send(picture.data(), pts) : current.send(asRead, pts)) {
            waitForKey = false;
            return true;
        }
        if (key) {
            PictureSize.of(demuxer, picture.data()).admit(demuxer);
        }
        board.corrupt();
        waitForKey = true;
        return false;
    }

    /** Tells of a new stream, once its size is known; without a size it is not told of, and the next key frame tries. */
    private void announce() {
        VideoDecoder current = decoder;
        if (current == null || current.width() == 0 || current.height() == 0) {
            return;
        }
        boolean across = quarterTurns % 2 == 1;
        int width = across ? current.height() : current.width();
        int height = across ? current.width() : current.height();
        StreamInfo old = info;
        boolean same = old != null
                && old.width() == width
                && old.height() == height
                && old.codec().equals(packager.codec());
        packager.announced();
        if (same) {
            return;
        }
        StreamInfo opened =
                new StreamInfo(options.camera(), around.nextStream().getAsInt(), packager.codec(), width, height);
        if (old == null) {
            liveSinceNanos = now();
        }
        info = opened;
        sequence = 0;
        board.opened(opened);
        around.listener().onStream(opened);
        around.listener().onStatus(board.enter(State.LIVE, liveMessage()));
    }

    private String liveMessage() {
        String live = options.transport() == Transport.AUTO && around.transport() == Transport.UDP
                ? "live, over UDP, since the camera does not serve TCP"
                : "live";
        if (!packager.passable()) {
            return live + "; viewers get JPEG, since browsers get no " + packager.codec() + " as it comes";
        }
        return quarterTurns == 0
                ? live
                : live + "; viewers get JPEG, since the pictures are to be turned by " + 90 * quarterTurns + "°";
    }

    private boolean passable() {
        return packager.passable() && quarterTurns == 0;
    }

    private void pass(AnnexB.Unit unit, long pts, long capturedAt) {
        StreamInfo current = info;
        if (current != null && passable()) {
            around.listener()
                    .onAccessUnit(new AccessUnit(
                            options.camera(),
                            current.stream(),
                            unit.key(),
                            packager.isJpeg(),
                            pts,
                            capturedAt,
                            unit.data()));
        }
    }

    private void receive(boolean sent) {
        VideoDecoder current = decoder;
        StreamInfo stream = info;
        if (current == null || !sent) {
            return;
        }
        long bad = current.bad();
        AVFrame frame = current.receive();
        while (frame != null) {
            lastGoodNanos = now();
            if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
                board.corrupt();
            }
            if (options.decode() && stream != null) {
                board.decoded();
                long capturedAt = timeline.capturedAt(frame.pts());
                Upright.turn(frame, quarterTurns);
                around.listener()
                        .onPicture(VideoPicture.of(
                                new VideoPicture.Origin(
                                        options.camera(),
                                        stream.stream(),
                                        sequence++,
                                        frame.pts(),
                                        instant(capturedAt)),
                                frame));
            }
            frame = current.receive();
        }
        for (; bad < current.bad(); bad++) {
            board.corrupt();
        }
        if (!options.decode() && stream != null) {
            // only the size was wanted
            current.close();
            decoder = null;
        }
    }

    /** Hands on what the decoder holds back, and makes it ready for the beginning of the file. */
    private void drain() throws FfmpegException, InterruptedException {
        for (Packet picture : packager.lastPictures()) {
            accept(packets.timed(picture), null);
        }
        VideoDecoder current = decoder;
        if (current != null) {
            current.finish();
            receive(true);
        }
        if (decoder != null) {
            decoder.flush();
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
        demuxer.close();
    }
}
