package dev.osprey.media.simulator;

import java.io.IOException;
import java.util.List;

/** Sends one client what is due, from the newest key frame on. Used by the client's thread alone. */
final class ClipSender {
    /** A client that is further behind goes on at the newest key frame. */
    private static final long BEHIND_LIMIT_MICROS = 1_000_000;

    private static final long REPORT_INTERVAL_MICROS = 5_000_000;

    private final Broadcast broadcast;
    private final RtpStream stream;
    private final PacketPath transport;

    private Rounds timeline;
    private Packetizer packetizer;
    private long next;
    private long reportDueMicros;
    private int untilCorrupt;

    ClipSender(Broadcast broadcast, RtpStream stream, PacketPath transport) {
        this.broadcast = broadcast;
        this.stream = stream;
        this.transport = transport;
        timeline = broadcast.timeline();
        packetizer = Packetizer.of(timeline.clip().codec());
        next = timeline.keyAt(broadcast.nowMicros());
    }

    /** RTP's timestamp of the next picture. */
    long nextTimestamp() {
        return stream.timestamp(timeline.ptsMicros(next));
    }

    /**
     * Sends all pictures that are due.
     *
     * @return until the next one is due, in milliseconds, rounded up
     */
    long sendDue() throws IOException {
        while (true) {
            followRounds();
            long now = broadcast.nowMicros();
            long due = timeline.sendMicros(next);
            if (due > now) {
                return (due - now + 999) / 1000;
            }
            if (broadcast.frozen()) {
                return 1;
            }
            if (now - due > BEHIND_LIMIT_MICROS && timeline.keyAt(now) > next) {
                next = timeline.keyAt(now);
            }
            send(now);
        }
    }

    private void followRounds() {
        Rounds current = broadcast.timeline();
        if (current != timeline) {
            timeline = current;
            packetizer = Packetizer.of(current.clip().codec());
            next = current.keyAt(broadcast.nowMicros());
        }
    }

    private void send(long nowMicros) throws IOException {
        if (nowMicros >= reportDueMicros) {
            long pts = timeline.ptsMicros(next);
            transport.sendControl(stream.senderReport(pts, broadcast.epochMicros(pts)));
            reportDueMicros = nowMicros + REPORT_INTERVAL_MICROS;
        }
        if (timeline.unit(next).key() && !broadcast.misbehaviour().keyFrames()) {
            next++;
            return;
        }
        List<byte[]> packets = stream.packets(
                packetizer.payloads(timeline.unit(next)),
                timeline.clip().codec().payloadType(),
                timeline.ptsMicros(next));
        damage(packets, broadcast.corruptEvery());
        transport.send(packets);
        next++;
    }

    /* Spares the header and the start of the payload, so that it is the picture that breaks. */
    private void damage(List<byte[]> packets, int every) {
        if (every == 0) {
            return;
        }
        for (byte[] packet : packets) {
            untilCorrupt = Math.min(untilCorrupt, every) - 1;
            if (untilCorrupt > 0) {
                continue;
            }
            untilCorrupt = every;
            for (int i = 16 + (packet.length - 16) / 2; i < packet.length; i += 7) {
                packet[i] ^= (byte) 0x5a;
            }
        }
    }
}
