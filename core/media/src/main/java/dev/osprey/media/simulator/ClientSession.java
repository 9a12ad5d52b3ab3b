package dev.osprey.media.simulator;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client of the camera, from its connection to its end: its requests, and its sender once it plays. */
final class ClientSession implements Runnable {
    static final int TIMEOUT_SECONDS = 60;

    private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());
    private static final Pattern INTERLEAVED = Pattern.compile("interleaved=(\\d{1,3})");
    private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final long IDLE_MILLIS = 200;

    private final Broadcast broadcast;
    private final RtspConnection connection;
    private final boolean deaf;
    private final Digest digest;
    private final RtpStream stream;
    private final String id;

    // The client's thread alone.
    private @Nullable PacketPath transport;
    private @Nullable ClipSender sender;
    private boolean playing;
    private long heardNanos = System.nanoTime();

    // Any thread.
    private volatile boolean closed;
    private volatile long busySinceNanos;

    ClientSession(Broadcast broadcast, RtspConnection connection) {
        this.broadcast = broadcast;
        this.connection = connection;
        deaf = broadcast.blackHole();
        SecureRandom random = new SecureRandom();
        String user = broadcast.login().user();
        digest = new Digest(user == null ? "" : user, broadcast.login().password(), random);
        stream = new RtpStream(random);
        id = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }

    @Override
    public void run() {
        try {
            serve();
        } catch (IOException | RtspException e) {
            LOG.log(System.Logger.Level.DEBUG, "client {0} has gone: {1}", connection.remoteAddress(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endSession();
            close();
        }
    }

    /** Ends the connection; any thread. */
    void close() {
        closed = true;
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
    }

    /** Closes a client that has taken nothing for the session's timeout; any thread. */
    void closeIfStuck(long nowNanos) {
        long since = busySinceNanos;
        if (since != 0 && nowNanos - since > TIMEOUT_SECONDS * 1_000_000_000L) {
            close();
        }
    }

    private void serve() throws IOException, RtspException, InterruptedException {
        while (!closed) {
            if (broadcast.frozen()) {
                broadcast.awaitThaw(IDLE_MILLIS);
                continue;
            }
            if (deaf) {
                connection.await(IDLE_MILLIS);
                connection.discard();
                continue;
            }
            Optional<RtspRequest> request = connection.poll();
            if (request.isPresent()) {
                answer(request.get());
                continue;
            }
            long waitMillis = playing && sender != null ? send(sender) : IDLE_MILLIS;
            if (connection.await(waitMillis)) {
                heardNanos = System.nanoTime();
            } else if (silentFor(System.nanoTime() - heardNanos)) {
                return;
            }
        }
    }

    private long send(ClipSender to) throws IOException {
        busySinceNanos = System.nanoTime() | 1;
        try {
            return Math.min(IDLE_MILLIS, to.sendDue());
        } finally {
            busySinceNanos = 0;
        }
    }

    /* Who plays over TCP shows by taking the stream that it is alive; anybody else has to speak now and then. */
    private boolean silentFor(long nanos) {
        boolean streamsOverTcp = playing && transport instanceof PacketPath.Interleaved;
        return !streamsOverTcp && nanos > TIMEOUT_SECONDS * 1_000_000_000L;
    }

    private void answer(RtspRequest request) throws IOException {
        if (broadcast.refusal() == RtspCamera.Refusal.CLOSE) {
            throw new IOException("refused");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("CSeq", request.header("CSeq"));
        try {
            String body = handle(request, headers);
            connection.answer(200, "OK", headers, body);
        } catch (RtspException e) {
            headers.putAll(e.headers());
            connection.answer(e.status(), String.valueOf(e.getMessage()), headers, "");
        }
    }

    private String handle(RtspRequest request, Map<String, String> headers) throws IOException, RtspException {
        if (!request.method().equals("OPTIONS")) {
            admit(request);
        }
        switch (request.method()) {
            case "OPTIONS" -> headers.put(
                    "Public", "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN");
            case "DESCRIBE" -> {
                headers.put("Content-Type", "application/sdp");
                headers.put("Content-Base", request.url() + "/");
                return Sdp.describe(broadcast.timeline().clip());
            }
            case "SETUP" -> setup(request, headers);
            case "PLAY" -> play(request, headers);
            case "PAUSE" -> {
                requireSession(request, headers);
                playing = false;
            }
            case "GET_PARAMETER", "SET_PARAMETER" -> keepAlive(headers);
            case "TEARDOWN" -> endSession();
            default -> throw new RtspException(501, "Not Implemented");
        }
        return "";
    }

    private void admit(RtspRequest request) throws RtspException {
        String elsewhere = broadcast.misbehaviour().redirect();
        if (!elsewhere.isEmpty()) {
            throw new RtspException(302, "Moved Temporarily", Map.of("Location", elsewhere));
        }
        RtspCamera.Refusal refusal = broadcast.refusal();
        boolean loginWanted = broadcast.login().user() != null;
        boolean loggedIn = !loginWanted || digest.accepts(request.method(), request.header("Authorization"));
        if (!loggedIn || refusal == RtspCamera.Refusal.LOGIN) {
            throw new RtspException(401, "Unauthorized", Map.of("WWW-Authenticate", digest.challenge()));
        }
        if (refusal != RtspCamera.Refusal.NONE) {
            throw new RtspException(refusal.status(), refusal.reason());
        }
    }

    private void setup(RtspRequest request, Map<String, String> headers) throws IOException, RtspException {
        if (playing) {
            throw new RtspException(455, "Method Not Valid in This State");
        }
        endSession();
        PacketPath opened = openPath(request.header("Transport"));
        transport = opened;
        headers.put("Transport", opened.description() + ";ssrc=" + String.format("%08X", stream.ssrc()));
        headers.put("Session", id + ";timeout=" + TIMEOUT_SECONDS);
    }

    /* A client may name several, the one it likes best first. */
    private PacketPath openPath(String offers) throws IOException, RtspException {
        Misbehaviour.Carriage carriage = broadcast.misbehaviour().carriage();
        for (String offer : offers.split(",")) {
            boolean tcp = offer.contains("RTP/AVP/TCP");
            boolean refused = carriage == (tcp ? Misbehaviour.Carriage.UDP_ALONE : Misbehaviour.Carriage.TCP_ALONE);
            if (offer.contains("multicast") || refused) {
                continue;
            }
            if (tcp && carriage == Misbehaviour.Carriage.UDP_WHATEVER) {
                return PacketPath.Udp.open(connection.localAddress(), connection.remoteAddress(), 50_000, 50_001);
            }
            if (tcp) {
                Matcher channel = INTERLEAVED.matcher(offer);
                int number = channel.find() ? Integer.parseInt(channel.group(1)) : 0;
                if (number < 255) {
                    return new PacketPath.Interleaved(connection.output(), number);
                }
            }
            Matcher ports = CLIENT_PORT.matcher(offer);
            if (offer.contains("RTP/AVP") && ports.find()) {
                int rtp = Integer.parseInt(ports.group(1));
                int rtcp = ports.group(2) == null ? rtp + 1 : Integer.parseInt(ports.group(2));
                if (rtp >= 1 && rtp <= 65535 && rtcp >= 1 && rtcp <= 65535) {
                    return PacketPath.Udp.open(connection.localAddress(), connection.remoteAddress(), rtp, rtcp);
                }
            }
        }
        throw new RtspException(461, "Unsupported Transport");
    }

    private void play(RtspRequest request, Map<String, String> headers) throws RtspException {
        PacketPath to = requireSession(request, headers);
        if (!playing) {
            sender = new ClipSender(broadcast, stream, to);
            playing = true;
            headers.put("Range", "npt=now-");
            headers.put(
                    "RTP-Info",
                    "url=" + trackUrl(request.url()) + ";seq=" + stream.nextSequence() + ";rtptime="
                            + sender.nextTimestamp());
        }
    }

    private static String trackUrl(String url) {
        if (url.endsWith("/" + Sdp.TRACK)) {
            return url;
        }
        return url.endsWith("/") ? url + Sdp.TRACK : url + "/" + Sdp.TRACK;
    }

    private PacketPath requireSession(RtspRequest request, Map<String, String> headers) throws RtspException {
        String given = List.of(request.header("Session").split(";")).get(0);
        if (transport == null || !given.equals(id)) {
            throw new RtspException(454, "Session Not Found");
        }
        keepAlive(headers);
        return transport;
    }

    private void keepAlive(Map<String, String> headers) {
        if (transport != null) {
            headers.put("Session", id + ";timeout=" + TIMEOUT_SECONDS);
        }
    }

    private void endSession() {
        playing = false;
        sender = null;
        if (transport != null) {
            transport.close();
            transport = null;
        }
    }
}
