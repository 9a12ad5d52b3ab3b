package dev.osprey.media.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An RTSP camera in software: serves a clip in a loop under any path, over TCP and UDP, to several clients at once, and
 * misbehaves on demand.
 *
 * <p>The pictures go out as they are in the file (H.264, H.265 or MJPEG), at their own rate. A new client begins at the
 * newest key frame; times grow from round to round. All methods may be called by any thread.
 */
public final class RtspCamera implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RtspCamera.class.getName());
    private static final int HOUSEKEEPING_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 2000;

    /** How requests other than OPTIONS are turned away. */
    public enum Refusal {
        NONE(200, "OK"),
        /** As if the password were wrong, whatever it is. */
        LOGIN(401, "Unauthorized"),
        BAD_REQUEST(400, "Bad Request"),
        FORBIDDEN(403, "Forbidden"),
        NOT_FOUND(404, "Not Found"),
        BUSY(503, "Service Unavailable"),
        /** Closes the connection without an answer, to OPTIONS as well. */
        CLOSE(0, "");

        private final int status;
        private final String reason;

        Refusal(int status, String reason) {
            this.status = status;
            this.reason = reason;
        }

        int status() {
            return status;
        }

        String reason() {
            return reason;
        }
    }

    private final InetSocketAddress address;
    private final int maxClients;
    private final boolean inBand;
    private final boolean transportStream;
    private final @Nullable Double framesPerSecond;
    private final Broadcast broadcast;
    private final AtomicInteger clientNumber = new AtomicInteger();
    private final Set<ClientSession> clients = ConcurrentHashMap.newKeySet();

    private @Nullable ServerSocket listening; // guarded by this
    private @Nullable Thread accepting; // guarded by this

    private RtspCamera(Builder builder) throws IOException {
        inBand = builder.inBand;
        transportStream = builder.transportStream;
        framesPerSecond = builder.framesPerSecond;
        maxClients = builder.maxClients;
        broadcast = new Broadcast(
                read(builder.clip), new Broadcast.Login(builder.user, builder.password), System::nanoTime);
        ServerSocket socket = bind(new InetSocketAddress(InetAddress.getByName(builder.host), builder.port));
        address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        accept(socket);
    }

    public static Builder serving(Path clip) {
        return new Builder(clip);
    }

    public int port() {
        return address.getPort();
    }

    /** The address of a path, such as {@code hall}, without login. */
    public String url(String path) {
        return "rtsp://" + authority() + trimmed(path);
    }

    /** The address of a path with user and password in it. */
    public String urlWithLogin(String path) {
        Broadcast.Login login = broadcast.login();
        String user = login.user();
        return user == null
                ? url(path)
                : "rtsp://" + escaped(user) + ":" + escaped(login.password()) + "@" + authority() + trimmed(path);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** How many connections there are. */
    public int clients() {
        return clients.size();
    }

    /** Keeps all connections, and sends and answers nothing any more, as a camera that hangs. */
    public void freeze() {
        broadcast.freeze(true);
    }

    /** Ends {@link #freeze}; clients go on with what is due by then. */
    public void thaw() {
        broadcast.freeze(false);
    }

    /** Refuses, or no longer refuses, the login of new clients. */
    public void refuse(boolean on) {
        refuse(on ? Refusal.LOGIN : Refusal.NONE);
    }

    /** Turns requests away; who plays already goes on. */
    public void refuse(Refusal refusal) {
        broadcast.refuse(refusal);
    }

    /** What else it may do wrong. */
    public Misbehaviour misbehaviour() {
        return broadcast.misbehaviour();
    }

    /** Takes new connections, and never answers them, even after it has ended; who plays already goes on. */
    public void blackHole(boolean on) {
        broadcast.blackHole(on);
    }

    /**
     * Damages packets.
     *
     * @param everyPackets each packet of this number; 0 for none
     */
    public void corrupt(int everyPackets) {
        if (everyPackets < 0) {
            throw new IllegalArgumentException("everyPackets must be >= 0, got " + everyPackets);
        }
        broadcast.corruptEvery(everyPackets);
    }

    /**
     * Changes to another clip in mid-stream. Clients that could not follow are dropped: where the codec changes, or
     * parameter sets are in the description alone.
     */
    public void play(Path otherClip) throws IOException {
        Clip clip = read(otherClip);
        boolean followable =
                clip.codec() == broadcast.timeline().clip().codec() && (inBand || clip.codec() == Codec.JPEG);
        broadcast.play(clip);
        if (!followable) {
            dropClients();
        }
    }

    /** Closes all connections; new ones are welcome. */
    public void dropClients() {
        clients.forEach(ClientSession::close);
    }

    /** Closes the port and all connections, as a camera that lost its power. */
    public void stopListening() {
        Thread acceptor = closePort();
        dropClients();
        if (acceptor != null) {
            /* The system takes connections for as long as the acceptor waits for one, closed or not. */
            try {
                acceptor.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized @Nullable Thread closePort() {
        if (listening == null) {
            return null;
        }
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port() + " cannot be closed", e);
        }
        listening = null;
        return accepting;
    }

    /** Listens again, on the same port. */
    public synchronized void restart() throws IOException {
        if (listening == null) {
            accept(bind(address));
        }
    }

    @Override
    public void close() {
        stopListening();
        broadcast.freeze(false);
        awaitClients();
    }

    private synchronized void awaitClients() {
        long deadline = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        try {
            while (!clients.isEmpty() && System.nanoTime() < deadline) {
                dropClients();
                wait(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Clip read(Path file) throws IOException {
        return transportStream
                ? TransportStreamFile.read(file)
                : ClipFile.read(file).atRate(framesPerSecond).withParameterSets(inBand);
    }

    private static ServerSocket bind(InetSocketAddress to) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.setSoTimeout(HOUSEKEEPING_MILLIS);
            socket.bind(to);
            return socket;
        } catch (BindException e) {
            socket.close();
            throw new IOException(
                    "cannot listen on " + to.getHostString() + " port " + to.getPort() + " (" + e.getMessage()
                            + "): end the program that uses it, or choose another port; 0 takes any free one",
                    e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private synchronized void accept(ServerSocket socket) {
        listening = socket;
        accepting = start("rtsp-camera-" + socket.getLocalPort() + "-accept", () -> acceptClients(socket));
    }

    private void acceptClients(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                welcome(from.accept());
            } catch (SocketTimeoutException e) {
                long now = System.nanoTime();
                clients.forEach(client -> client.closeIfStuck(now));
            } catch (IOException e) {
                if (!from.isClosed()) {
                    LOG.log(System.Logger.Level.WARNING, "a client could not be taken: {0}", e.getMessage());
                }
            }
        }
    }

    private void welcome(Socket socket) throws IOException {
        if (broadcast.misbehaviour().hangUp()) {
            socket.close();
            return;
        }
        if (clients.size() >= maxClients) {
            try (socket) {
                socket.getOutputStream()
                        .write("RTSP/1.0 503 Service Unavailable\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            return;
        }
        ClientSession client = new ClientSession(broadcast, new RtspConnection(socket));
        clients.add(client);
        start("rtsp-camera-" + port() + "-client-" + clientNumber.incrementAndGet(), () -> {
            try {
                client.run();
            } finally {
                clients.remove(client);
            }
        });
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private String authority() {
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
    }

    private static String trimmed(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    /** Where and how a camera serves its clip. */
    public static final class Builder {
        private final Path clip;
        private String host = "127.0.0.1";
        private int port;
        private int maxClients = 64;
        private boolean inBand = true;
        private boolean transportStream;
        private @Nullable Double framesPerSecond;
        private @Nullable String user;
        private String password = "";

        private Builder(Path clip) {
            this.clip = clip;
        }

        /** The address to listen on; this machine alone by default. */
        public Builder host(String newHost) {
            host = newHost;
            return this;
        }

        /** The port to listen on; 0, which is the default, takes any free one. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** Asks for a login (Digest). */
        public Builder user(String newUser, String newPassword) {
            user = newUser;
            password = newPassword;
            return this;
        }

        /** Plays at another rate than the clip's own, in pictures a second. */
        public Builder fps(double newFramesPerSecond) {
            if (!(newFramesPerSecond > 0 && newFramesPerSecond <= 1000)) {
                throw new IllegalArgumentException("fps must be in 0..1000, got " + newFramesPerSecond);
            }
            framesPerSecond = newFramesPerSecond;
            return this;
        }

        /** The most connections at once; more are turned away. */
        public Builder maxClients(int newMaxClients) {
            if (newMaxClients < 1) {
                throw new IllegalArgumentException("maxClients must be >= 1, got " + newMaxClients);
            }
            maxClients = newMaxClients;
            return this;
        }

        /** Whether parameter sets are sent before each key frame, as by default, or stand in the description alone. */
        public Builder inBandParameterSets(boolean on) {
            inBand = on;
            return this;
        }

        /** Sends a {@code .ts} file as the MPEG transport stream that it is, at its own rate. */
        public Builder transportStream() {
            transportStream = true;
            return this;
        }

        /**
         * Reads the clip and listens.
         *
         * @throws IOException in words for the operator: no such file, not a clip, the port is in use
         */
        public RtspCamera start() throws IOException {
            return new RtspCamera(this);
        }
    }
}
