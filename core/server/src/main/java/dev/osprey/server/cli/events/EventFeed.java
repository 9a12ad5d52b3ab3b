package dev.osprey.server.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.server.cli.home.CommandFailedException;
import dev.osprey.server.cli.home.ServerAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A server's events as a client of its network side gets them: page by page, or as they come. For one thread. */
final class EventFeed {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** The server says something every 15 s. */
    private static final Duration SILENT = Duration.ofSeconds(45);

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final ServerAccess server;
    private final String query;
    private final Predicate<String> printer;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(ANSWER_WITHIN)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * @param query parameters, each with an ampersand before it
     * @param printer takes each event's JSON; false: nobody reads it any more
     */
    EventFeed(ServerAccess server, String query, Predicate<String> printer) {
        this.server = server;
        this.query = query;
        this.printer = printer;
    }

    /** All there are behind a cursor; blocks. */
    void all(String from) throws CommandFailedException, InterruptedException {
        String after = from;
        while (true) {
            JsonNode page;
            try {
                HttpResponse<InputStream> answer = ask("/api/events?limit=500&after=" + encoded(after) + query, "");
                try (InputStream body = answer.body()) {
                    page = JSON.readTree(body);
                }
            } catch (IOException e) {
                throw unreachable(e);
            }
            for (JsonNode event : page.path("events")) {
                if (!printer.test(event.toString())) {
                    return;
                }
            }
            String next = page.path("next").asText();
            if (next.equals(after)) {
                return;
            }
            after = next;
        }
    }

    /**
     * Those behind a cursor, and on and on; comes back only if nobody reads them any more. Blocks.
     *
     * @param from empty: those to come
     * @param says what happens to the connection
     */
    void follow(String from, Consumer<String> says) throws CommandFailedException, InterruptedException {
        Following following = new Following(from);
        while (true) {
            try {
                if (!following.once()) {
                    return;
                }
                says.accept("the server has ended the connection");
            } catch (IOException e) {
                if (!following.begun) {
                    throw unreachable(e);
                }
                says.accept("the connection is lost (" + e.getMessage() + "), and made anew");
            }
            TimeUnit.MILLISECONDS.sleep(following.pause());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private CommandFailedException unreachable(IOException e) {
        return new CommandFailedException(
                "no answer from " + server.address() + " (" + e.getMessage() + "); is the server running?", e);
    }

    /** @throws IOException if it may go well another time */
    private HttpResponse<InputStream> ask(String path, String lastEventId)
            throws IOException, CommandFailedException, InterruptedException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(server.address() + path));
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("not the address of a server: " + server.address(), e);
        }
        request.timeout(ANSWER_WITHIN).header("Authorization", "Bearer " + server.token());
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        int status = answer.statusCode();
        if (status == 200) {
            return answer;
        }
        String detail;
        try (InputStream body = answer.body()) {
            detail = JSON.readTree(body).path("detail").asText();
        } catch (IOException e) {
            detail = "no word why";
        }
        String said = "the server answered " + status + ": " + detail;
        if (status == 429 || status >= 500) {
            throw new IOException(said);
        }
        throw new CommandFailedException(said);
    }

    /** One who follows, over all connections. */
    private final class Following {
        private String last;
        private boolean begun;
        private int failures;
        private volatile long heardNanos;

        Following(String from) {
            this.last = from;
        }

        /** Growing up to half a minute, each a little different from another client's. */
        long pause() {
            double full = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * Math.pow(2, failures++));
            return Math.round(full * (0.5 + 0.5 * ThreadLocalRandom.current().nextDouble()));
        }

        /** One connection, to its end. False: nobody reads any more. */
        boolean once() throws IOException, CommandFailedException, InterruptedException {
            String path = "/api/events/stream?" + (begun || last.isEmpty() ? "" : "after=" + encoded(last)) + query;
            heardNanos = System.nanoTime();
            HttpResponse<InputStream> answer = ask(path, begun ? last : "");
            begun = true;
            Thread watch = new Thread(() -> watch(answer.body()), "events-watch");
            watch.setDaemon(true);
            watch.start();
            try (BufferedReader in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                return read(in);
            } finally {
                watch.interrupt();
            }
        }

        private boolean read(BufferedReader in) throws IOException {
            StringBuilder data = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heardNanos = System.nanoTime();
                failures = 0;
                if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.startsWith("id:")) {
                    last = line.substring(3).strip();
                } else if (line.isEmpty() && data.length() > 0) {
                    if (!printer.test(data.toString())) {
                        return false;
                    }
                    data.setLength(0);
                }
            }
            return true;
        }

        /** Closes what has been silent for too long: its reader would wait for ever. */
        private void watch(InputStream body) {
            try {
                while (System.nanoTime() - heardNanos < SILENT.toNanos()) {
                    TimeUnit.SECONDS.sleep(1);
                }
                body.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                System.getLogger(EventFeed.class.getName()).log(System.Logger.Level.DEBUG, "closing", e);
            }
        }
    }
}
