import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Hostile clients on one machine: measures what a signed-in viewer gets alone, then beside logins that never end,
 * connections that say nothing and viewers that never read. It speaks to loopback addresses only.
 */
public final class HostileClients {
    private static final String USAGE =
            """
            Usage: java HostileClients.java --url http://127.0.0.1:PORT --token TOKEN --camera ID [options]

              --logins N      POST /api/session with a body that never ends (1000)
              --idle N        connections that send nothing (1200)
              --stopped N     signed-in viewers that ask for video and never read (60)
              --seconds N     how long each of the two measurements lasts, 1 to 300 (20)
              --body N        bytes of each login's body that are sent, below 1,000,000 (900,000)
              --from ADDRESS  the loopback address that hostile connections come from (127.0.0.2)
              --spread N      over how many addresses from there on they are spread (1)
              --refill N      closed ones that are opened again, at most so many a second (100)
              --pid N         the server's process, to read its memory from /proc

            The viewer comes from 127.0.0.1. Exit codes: 0 the viewer kept 90% of its rate, 1 it did not,
            2 bad usage or nothing to measure.
            """;
    /** In bytes; what a login says that it will send. */
    static final int LOGIN_LENGTH = 1_000_000;

    private static final double ENOUGH = 0.9;

    private HostileClients() {}

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        int code;
        try {
            code = run(Options.parse(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("hostile clients: " + e.getMessage() + "\n\n" + USAGE);
            code = 2;
        }
        System.exit(code);
    }

    private static int run(Options options) throws Exception {
        Viewer viewer = Viewer.open(options);
        if (!viewer.awaitVideo(Duration.ofSeconds(20))) {
            System.err.println("hostile clients: no video of camera '" + options.camera() + "' within 20 s; "
                    + viewer.trouble());
            return 2;
        }
        TimeUnit.SECONDS.sleep(2);
        Memory memory = new Memory(options.pid());
        Measured alone = Measured.during(options, viewer, memory);
        System.out.printf("alone: %.1f pictures a second; the hostile clients come now%n", alone.rate());
        Measured beside;
        Horde horde = new Horde(options);
        Thread thread = new Thread(horde, "horde");
        thread.start();
        try {
            horde.awaitOpened(Duration.ofSeconds(60));
            beside = Measured.during(options, viewer, memory);
        } finally {
            horde.stop();
            thread.join();
            viewer.close();
        }
        double ratio = alone.rate() == 0 ? 0 : beside.rate() / alone.rate();
        print(alone, beside, ratio, horde);
        if (alone.units() == 0) {
            System.err.println("hostile clients: nothing came while the viewer was alone; " + viewer.trouble());
            return 2;
        }
        if (ratio < ENOUGH) {
            System.err.printf(
                    Locale.ROOT, "hostile clients: the viewer kept %.2f of its rate, at least %.2f is asked for; %s%n",
                    ratio, ENOUGH, viewer.trouble());
            return 1;
        }
        return 0;
    }

    private static void print(Measured alone, Measured beside, double ratio, Horde horde) {
        System.out.printf("%n%-34s %12s %12s%n", "a signed-in viewer", "alone", "under attack");
        row("pictures a second", "%.1f", alone.rate(), beside.rate());
        row("longest pause, ms", "%.0f", alone.pauseMillis(), beside.pauseMillis());
        row("packet to viewer, median ms", "%.1f", alone.latencyMillis(), beside.latencyMillis());
        row("slowest GET /api/cameras, ms", "%.0f", alone.slowestMillis(), beside.slowestMillis());
        row("GET /api/cameras that failed", "%.0f", alone.failed(), beside.failed());
        row("server's memory, MB", "%.0f", alone.megabytes(), beside.megabytes());
        System.out.printf("ratio %.3f%n%n", ratio);
        System.out.printf("%-34s %8s %8s %8s %8s  %s%n", "hostile", "opened", "closed", "refused", "held", "answers");
        for (Kind kind : Kind.values()) {
            Tally tally = horde.tallies.get(kind);
            System.out.printf("%-34s %8d %8d %8d %8d  %s%n",
                    kind.words, tally.opened, tally.closed, tally.refused, tally.held, tally.answers);
        }
        if (!horde.trouble.isEmpty()) {
            System.out.println("not all could be opened: " + horde.trouble);
        }
    }

    private static void row(String what, String format, double alone, double beside) {
        System.out.printf("%-34s %12s %12s%n", what, cell(format, alone), cell(format, beside));
    }

    private static String cell(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    static String subscription(String camera) {
        return "{\"type\":\"subscribe\",\"cameras\":[\"" + camera.replace("\\", "").replace("\"", "")
                + "\"],\"channels\":[\"video\"],\"accept\":[\"avc1\",\"hvc1\"],\"role\":\"full\"}";
    }

}

/** What the command line says; refuses whatever leads off this machine. */
record Options(
        InetSocketAddress server, String token, String camera, Map<Kind, Integer> counts, int seconds,
        int body, InetAddress from, int spread, int refill, long pid) {

    static Options parse(String... arguments) {
        Map<String, String> given = new TreeMap<>(Map.of(
                "--url", "", "--token", "", "--camera", "", "--logins", "1000", "--idle", "1200",
                "--stopped", "60", "--seconds", "20", "--body", "900000", "--from", "127.0.0.2"));
        given.putAll(Map.of("--spread", "1", "--refill", "100", "--pid", "0"));
        for (int i = 0; i < arguments.length; i += 2) {
            if (!given.containsKey(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        for (String needed : List.of("--url", "--token", "--camera")) {
            if (given.get(needed).isBlank()) {
                throw new IllegalArgumentException(needed + " must be given");
            }
        }
        URI url = URI.create(given.get("--url"));
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("--url must be http://127.0.0.1:PORT, got " + url);
        }
        int port = url.getPort() < 0 ? 80 : url.getPort();
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        counts.put(Kind.LOGIN, number(given, "--logins", 0, 5000));
        counts.put(Kind.IDLE, number(given, "--idle", 0, 5000));
        counts.put(Kind.STOPPED, number(given, "--stopped", 0, 1000));
        return new Options(
                new InetSocketAddress(loopback("--url", url.getHost()), port),
                given.get("--token"), given.get("--camera"), counts, number(given, "--seconds", 1, 300),
                number(given, "--body", 0, HostileClients.LOGIN_LENGTH - 1), loopback("--from", given.get("--from")),
                number(given, "--spread", 1, 200), number(given, "--refill", 0, 1000),
                number(given, "--pid", 0, Integer.MAX_VALUE));
    }

    /** The address of hostile connection number so many. */
    InetAddress address(int index) throws IOException {
        byte[] bytes = from.getAddress();
        bytes[3] += (byte) (index % spread);
        return InetAddress.getByAddress(bytes);
    }

    private static InetAddress loopback(String option, String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isLoopbackAddress() && address.getAddress().length == 4) {
                return address;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(option + ": " + host + " is not known here", e);
        }
        throw new IllegalArgumentException(option + " must be an address 127.x.x.x of this machine, got " + host);
    }

    private static int number(Map<String, String> given, String option, int least, int most) {
        String text = given.get(option);
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, got " + text, e);
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + " must be between " + least + " and " + most + ", got " + value);
        }
        return value;
    }
}

enum Kind {
    LOGIN("logins that never end"),
    IDLE("connections that say nothing"),
    STOPPED("viewers that never read");

    final String words;

    Kind(String words) {
        this.words = words;
    }
}

/** The viewer that must not notice: counts units of video, their ages and the pauses between them. */
final class Viewer implements WebSocket.Listener {
    private static final int HEADER = 24;
    private WebSocket socket;

    /* Guarded by this. */
    private final List<Double> latencies = new ArrayList<>();
    private long units;
    private long lastNanos;
    private long pauseNanos;
    private String trouble = "its connection was well";
    private boolean partial;

    static Viewer open(Options options) {
        Viewer viewer = new Viewer();
        URI uri = URI.create("ws://" + options.server().getAddress().getHostAddress() + ":"
                + options.server().getPort() + "/api/live");
        viewer.socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .header("Authorization", "Bearer " + options.token())
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(uri, viewer)
                .join();
        viewer.socket.sendText(HostileClients.subscription(options.camera()), true).join();
        return viewer;
    }

    synchronized boolean awaitVideo(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (units == 0 && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        return units > 0;
    }

    synchronized void begin() {
        units = 0;
        pauseNanos = 0;
        lastNanos = System.nanoTime();
        latencies.clear();
    }

    synchronized long units() {
        return units;
    }

    /** The longest time without a unit since {@link #begin}, up to now. */
    synchronized double pauseMillis() {
        return Math.max(pauseNanos, System.nanoTime() - lastNanos) / 1e6;
    }

    synchronized double medianLatency() {
        return latencies.isEmpty()
                ? Double.NaN
                : latencies.stream().sorted().skip(latencies.size() / 2).findFirst().orElseThrow();
    }

    synchronized String trouble() {
        return trouble;
    }

    void close() {
        socket.abort();
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (!partial && data.remaining() >= HEADER && data.get(0) == 'O' && data.get(1) == 'S') {
            long now = System.nanoTime();
            pauseNanos = Math.max(pauseNanos, now - lastNanos);
            lastNanos = now;
            units++;
            Instant instant = Instant.now();
            double nowMicros = instant.getEpochSecond() * 1e6 + instant.getNano() / 1e3;
            latencies.add((nowMicros - data.getLong(16)) / 1000);
            notifyAll();
        }
        partial = !last;
        from.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        String text = data.toString();
        if (text.contains("\"type\":\"error\"") || text.contains("\"type\":\"waiting\"")) {
            trouble = "the server said " + text;
        }
        from.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        trouble = "the server closed it with " + code + " " + reason;
        return null;
    }

    @Override
    public synchronized void onError(WebSocket from, Throwable failed) {
        trouble = "its connection broke: " + failed;
    }
}

/** What the viewer had during one measurement; NaN where there is no figure. */
record Measured(
        long units, double seconds, double pauseMillis, double latencyMillis, double slowestMillis,
        double failed, double megabytes) {

    double rate() {
        return units / seconds;
    }

    static Measured during(Options options, Viewer viewer, Memory memory) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://"
                        + options.server().getAddress().getHostAddress() + ":" + options.server().getPort()
                        + "/api/cameras"))
                .header("Authorization", "Bearer " + options.token())
                .timeout(Duration.ofSeconds(5))
                .build();
        double slowest = 0;
        double megabytes = Double.NaN;
        int failed = 0;
        viewer.begin();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(options.seconds());
        while (System.nanoTime() < end) {
            long asked = System.nanoTime();
            try {
                failed += client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200 ? 0 : 1;
            } catch (IOException e) {
                failed++;
            }
            slowest = Math.max(slowest, (System.nanoTime() - asked) / 1e6);
            megabytes = Double.isNaN(megabytes) ? memory.megabytes() : Math.max(megabytes, memory.megabytes());
            TimeUnit.NANOSECONDS.sleep(Math.min(TimeUnit.SECONDS.toNanos(1), Math.max(0, end - System.nanoTime())));
        }
        long units = viewer.units();
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Measured(
                units, seconds, viewer.pauseMillis(), viewer.medianLatency(), slowest, failed, megabytes);
    }
}

/** The resident memory of a process of this machine. */
record Memory(long pid) {
    double megabytes() throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (pid == 0 || !Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}

/** What became of the hostile connections of one kind. */
final class Tally {
    int opened;
    int closed;
    int refused;
    int held;
    final Map<String, Integer> answers = new TreeMap<>();
}

/** One hostile connection; owned by the horde's thread. */
final class Hostile {
    final Kind kind;
    final StringBuilder heard = new StringBuilder();
    SocketChannel channel;
    List<ByteBuffer> toSend = List.of();
    boolean answered;

    Hostile(Kind kind) {
        this.kind = kind;
    }
}

/** All hostile connections, driven by one thread; what the server closes is opened again, at a bounded pace. */
final class Horde implements Runnable {
    private static final int SOCKET_BUFFER = 16 * 1024;
    private static final int AT_ONCE = 50;

    final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
    volatile String trouble = "";

    private final Options options;
    private final ByteBuffer body;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SOCKET_BUFFER);
    private final List<Hostile> waiting = new ArrayList<>();
    private volatile boolean stopping;
    private volatile boolean allTried;
    private int index;

    Horde(Options options) {
        this.options = options;
        byte[] bytes = new byte[options.body()];
        Arrays.fill(bytes, (byte) 'a');
        byte[] begin = "{\"token\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(begin, 0, bytes, 0, Math.min(begin.length, bytes.length));
        body = ByteBuffer.wrap(bytes);
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally());
        }
    }

    /** Waits until each was tried once. */
    void awaitOpened(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!allTried && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try (Selector selector = Selector.open()) {
            options.counts().forEach((kind, count) -> {
                for (int i = 0; i < count; i++) {
                    waiting.add(new Hostile(kind));
                }
            });
            // Each once; what is closed meanwhile waits behind them for its turn.
            for (int left = waiting.size(); left > 0 && !stopping; left -= AT_ONCE) {
                open(selector, Math.min(left, AT_ONCE));
                turn(selector, 20);
            }
            allTried = true;
            long refilled = System.nanoTime();
            while (!stopping) {
                turn(selector, 100);
                long now = System.nanoTime();
                int due = (int) ((now - refilled) * options.refill() / 1_000_000_000L);
                if (due > 0) {
                    refilled = now;
                    open(selector, due);
                }
            }
            for (SelectionKey key : List.copyOf(selector.keys())) {
                end(key);
            }
        } catch (IOException e) {
            trouble = e.toString();
        } finally {
            allTried = true;
        }
    }

    private void open(Selector selector, int most) {
        for (int i = 0; i < most && !waiting.isEmpty(); i++) {
            Hostile hostile = waiting.remove(0);
            try {
                SocketChannel channel = SocketChannel.open();
                hostile.channel = channel;
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
                channel.bind(new InetSocketAddress(options.address(index++), 0));
                hostile.heard.setLength(0);
                hostile.answered = false;
                hostile.toSend = opening(hostile.kind);
                boolean connected = channel.connect(options.server());
                SelectionKey key = channel.register(
                        selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, hostile);
                if (connected) {
                    opened(key, hostile);
                }
            } catch (BindException e) {
                trouble = e + " (" + options.from() + " and " + (options.spread() - 1) + " more)";
            } catch (IOException e) {
                trouble = e.toString();
                refused(hostile);
            }
        }
    }

    private List<ByteBuffer> opening(Kind kind) {
        String host = "Host: " + options.server().getAddress().getHostAddress() + ":" + options.server().getPort()
                + "\r\n";
        return switch (kind) {
            case IDLE -> List.of();
            case LOGIN -> List.of(
                    ascii("POST /api/session HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n"
                            + "Content-Length: " + HostileClients.LOGIN_LENGTH + "\r\n\r\n"),
                    body.duplicate());
            case STOPPED -> List.of(ascii("GET /api/live HTTP/1.1\r\n" + host
                    + "Authorization: Bearer " + options.token() + "\r\n"
                    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(new byte[16]) + "\r\n\r\n"));
        };
    }

    private void turn(Selector selector, int millis) throws IOException {
        selector.select(key -> {
            Hostile hostile = (Hostile) key.attachment();
            try {
                if (key.isConnectable() && hostile.channel.finishConnect()) {
                    opened(key, hostile);
                }
                if (key.isValid() && key.isReadable()) {
                    read(key, hostile);
                }
                if (key.isValid() && key.isWritable()) {
                    write(key, hostile);
                }
            } catch (IOException e) {
                lost(key, hostile);
            }
        }, millis);
    }

    private void opened(SelectionKey key, Hostile hostile) {
        tallies.get(hostile.kind).opened++;
        key.interestOps(
                SelectionKey.OP_READ | (hostile.toSend.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    private void write(SelectionKey key, Hostile hostile) throws IOException {
        for (ByteBuffer part : hostile.toSend) {
            hostile.channel.write(part);
            if (part.hasRemaining()) {
                return;
            }
        }
        hostile.toSend = List.of();
        key.interestOps(key.interestOps() & ~SelectionKey.OP_WRITE);
    }

    private void read(SelectionKey key, Hostile hostile) throws IOException {
        scratch.clear().limit(hostile.kind == Kind.STOPPED ? 1024 : scratch.capacity());
        int count = hostile.channel.read(scratch);
        if (count < 0) {
            lost(key, hostile);
            return;
        }
        scratch.flip();
        hostile.heard.append(StandardCharsets.ISO_8859_1.decode(scratch));
        int line = hostile.heard.indexOf("\r\n");
        if (line > 0 && !hostile.answered) {
            hostile.answered = true;
            String[] words = hostile.heard.substring(0, line).split(" ");
            tallies.get(hostile.kind).answers.merge(words.length > 1 ? words[1] : "?", 1, Integer::sum);
        }
        if (hostile.kind == Kind.STOPPED && hostile.heard.indexOf(" 101 ") > 0
                && hostile.heard.indexOf("\r\n\r\n") > 0) {
            // From here on it never reads again.
            hostile.toSend = List.of(textFrame(HostileClients.subscription(options.camera())));
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void lost(SelectionKey key, Hostile hostile) {
        boolean wasOpen = key.interestOps() != SelectionKey.OP_CONNECT;
        close(key);
        if (wasOpen) {
            tallies.get(hostile.kind).closed++;
            waiting.add(hostile);
        } else {
            refused(hostile);
        }
    }

    private void refused(Hostile hostile) {
        tallies.get(hostile.kind).refused++;
        waiting.add(hostile);
    }

    /** At the end: what had been closed meanwhile is told from what the server still holds. */
    private void end(SelectionKey key) {
        Hostile hostile = (Hostile) key.attachment();
        Tally tally = tallies.get(hostile.kind);
        if (!hostile.channel.isConnected()) {
            tally.refused++;
            close(key);
            return;
        }
        try {
            int count = 1;
            long most = 64L << 20;
            while (count > 0 && most > 0) {
                count = hostile.channel.read(scratch.clear());
                most -= count;
            }
            if (count < 0) {
                tally.closed++;
            } else {
                tally.held++;
            }
        } catch (IOException e) {
            tally.closed++;
        }
        close(key);
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println("hostile clients: a connection did not close: " + e);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole text message of less than 64 KiB, masked with zeros. */
    private static ByteBuffer textFrame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8);
        frame.put((byte) 0x81);
        if (bytes.length < 126) {
            frame.put((byte) (0x80 | bytes.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) bytes.length);
        }
        return frame.putInt(0).put(bytes).flip();
    }
}
