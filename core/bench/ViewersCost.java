import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What viewers cost a running server, as CPU time of its process: it connects as many as it is told, one number after
 * the other, each on a WebSocket of its own, and reads the process' time from the kernel. It needs nothing but the
 * network and {@code /proc}, so that it measures any version:
 *
 * <pre>
 *   osprey camera clip-720p25.mp4 --port 8554
 *   osprey run --config one-camera.yaml      # cameras: {hall: {source: "rtsp://127.0.0.1:8554/hall"}}
 *   java ViewersCost.java --pid PID --url ws://127.0.0.1:8080/api/live --token TOKEN --camera hall \
 *       --viewers 0,1,20 --seconds 20
 * </pre>
 *
 * A number of viewers gets a line: the server's CPU in percent of one core, what of it is above that without viewers,
 * divided by their number, and what each got a second. Linux only.
 */
public final class ViewersCost {
    /** Of the kernel's clock for processes, a second: {@code getconf CLK_TCK}; 100 on every usual Linux. */
    private static final double TICKS = 100;

    private static final long WARM_UP_SECONDS = 5;

    private ViewersCost() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of(
                "url", "ws://127.0.0.1:8080/api/live",
                "camera", "hall",
                "viewers", "0,1,20",
                "seconds", "20",
                "channels", "video,analysis",
                "accept", "avc1"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        if (!options.containsKey("pid") || !options.containsKey("token")) {
            System.err.println("usage: java ViewersCost.java --pid PID --token TOKEN [--url ws://HOST:PORT/api/live]"
                    + " [--camera hall] [--viewers 0,1,20] [--seconds 20] [--channels video,analysis] [--accept avc1]");
            System.exit(2);
        }
        HttpClient client = HttpClient.newHttpClient();
        double without = 0;
        System.out.println("viewers  cpu %  cpu % a viewer  units/s a viewer  kB/s a viewer");
        for (String count : options.get("viewers").split(",")) {
            int viewers = Integer.parseInt(count.trim());
            Measured measured = measure(client, options, viewers);
            if (viewers == 0) {
                without = measured.cpuPercent();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%7d  %5.1f  %14s  %16.1f  %13.1f%n",
                    viewers,
                    measured.cpuPercent(),
                    viewers == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (measured.cpuPercent() - without) / viewers),
                    measured.unitsPerSecond(),
                    measured.bytesPerSecond() / 1000);
        }
        System.exit(0);
    }

    /** The last two are of one viewer. */
    private record Measured(double cpuPercent, double unitsPerSecond, double bytesPerSecond) {}

    private static Measured measure(HttpClient client, Map<String, String> options, int viewers) throws Exception {
        AtomicLong units = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + options.get("token"))
                    .buildAsync(URI.create(options.get("url")), new Viewer(units, bytes))
                    .get(10, TimeUnit.SECONDS);
            socket.sendText(subscription(options), true).get(10, TimeUnit.SECONDS);
            sockets.add(socket);
        }
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        long pid = Long.parseLong(options.get("pid"));
        double cpuBefore = cpuSeconds(pid);
        long began = System.nanoTime();
        units.set(0);
        bytes.set(0);
        TimeUnit.SECONDS.sleep(Long.parseLong(options.get("seconds")));
        double cpu = cpuSeconds(pid) - cpuBefore;
        double seconds = (System.nanoTime() - began) / 1e9;
        double each = seconds * Math.max(1, viewers);
        Measured measured = new Measured(100 * cpu / seconds, units.get() / each, bytes.get() / each);
        sockets.forEach(WebSocket::abort);
        return measured;
    }

    private static String subscription(Map<String, String> options) {
        return "{\"type\":\"subscribe\",\"cameras\":[\"" + options.get("camera") + "\"],\"channels\":["
                + quoted(options.get("channels")) + "],\"accept\":[" + quoted(options.get("accept")) + "]}";
    }

    private static String quoted(String names) {
        return "\"" + names.replace(",", "\",\"") + "\"";
    }

    /** User and system time of all of the process' threads. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // the name may hold blanks: what follows its bracket begins with the third field
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /** Counts what comes, and says so if the server refuses. */
    private static final class Viewer implements WebSocket.Listener {
        private final AtomicLong units;
        private final AtomicLong bytes;

        Viewer(AtomicLong units, AtomicLong bytes) {
            this.units = units;
            this.bytes = bytes;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes.addAndGet(data.remaining());
            units.addAndGet(last ? 1 : 0);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            if (data.toString().contains("\"type\":\"error\"")) {
                System.err.println("the server says " + data);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            System.err.println("closed by the server: " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            System.err.println("a viewer failed: " + failure);
        }
    }
}
