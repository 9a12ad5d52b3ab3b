package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import dev.osprey.engine.ConfigException;
import dev.osprey.server.Osprey;
import dev.osprey.server.StartOptions;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.cli.home.TemporaryFolder;
import dev.osprey.server.http.api.HttpFrontEnd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.slf4j.LoggerFactory;

/** What a viewer, a reader of the log and a caller of {@code check} see of a configuration full of secrets: none. */
class SecretsSeenTest {
    private static final String YAML =
            """
            server: {listen: "127.0.0.1:0"}
            cameras:
              login: {source: "rtsp://joe:${file:secret}@127.0.0.1:1/a", pipeline: people}
              path: {source: "rtsp://127.0.0.1:1/live/${file:secret}/a"}
              query: {source: "http://127.0.0.1:1/a.mjpg?key=${file:secret}"}
              written: {source: "rtsp://joe:WRITTEN@127.0.0.1:1/a"}
              streams:
                streams:
                  - {source: "rtsp://joe:${file:secret}@127.0.0.1:1/low", roles: [detect, grid]}
                  - {source: "rtsp://joe:WRITTEN@127.0.0.1:1/high", roles: [full]}
            pipelines:
              people:
                stages: [{look: {find: "${file:secret}"}}]
            """;

    private static final List<String> VIEWS = List.of(
            "/health",
            "/metrics",
            "/api/session",
            "/api/cameras",
            "/api/cameras/login",
            "/api/cameras/path",
            "/api/cameras/query",
            "/api/cameras/written",
            "/api/cameras/streams",
            "/api/cameras/none",
            "/api/pipelines",
            "/api/stages",
            "/api/models",
            "/api/openapi.json");

    private Path home;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new String(shipped().encode(event), StandardCharsets.UTF_8));
        }
    };

    @BeforeTry
    void install() throws IOException {
        home = Files.createTempDirectory("seen");
        LookPlugin.install(home);
        System.setProperty("osprey.home", home.toString());
        log.start();
        root().addAppender(log);
    }

    @AfterTry
    void clean() {
        root().detachAppender(log);
        lines.clear();
        TemporaryFolder.delete(home);
    }

    @AfterProperty
    void restore() {
        System.clearProperty("osprey.home");
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Writes lines as the server does. */
    private static PatternLayoutEncoder shipped() {
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root().getAppender("console");
        return (PatternLayoutEncoder) console.getEncoder();
    }

    /** Without blanks, which no source may hold. */
    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("@:/?#%&=+;,$!\"'\\ä")
                .ofMinLength(4)
                .ofMaxLength(60)
                .map(text -> "Zq9" + text + "x7Q");
    }

    private String config(String secret, String yaml) throws IOException {
        Files.writeString(home.resolve("secret"), secret);
        String text = yaml.replace("WRITTEN", encoded(secret));
        Files.writeString(home.resolve("osprey.yaml"), text);
        return text;
    }

    private static String encoded(String secret) {
        return URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void assertHidden(String secret, Collection<String> said) {
        assertThat(said).allSatisfy(text -> assertThat(text)
                .doesNotContain(secret, encoded(secret), secret.substring(0, secret.length() / 2 + 1)));
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void server_viewsStatusAndLog_showNoSecret(@ForAll("secrets") String secret) throws Exception {
        String good = config(secret, YAML);
        HttpFrontEnd front = new HttpFrontEnd();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        CountDownLatch told = new CountDownLatch(3);
        StartOptions options = StartOptions.of(home, home.resolve("osprey.yaml"))
                .withData(home.resolve("data"))
                .withFrontEnds(front);
        Osprey osprey = Osprey.start(options);
        try {
            osprey.vertx().eventBus().<Encoded<?>>consumer(CameraBus.statusAddress("login"), message -> {
                said.add(message.body().text());
                told.countDown();
            });
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            said.addAll(viewed(front));
            Files.writeString(home.resolve("osprey.yaml"), good + "engine: {device: \"${file:secret}\"}\n");
            assertThatThrownBy(() -> osprey.config().reload())
                    .isInstanceOf(ConfigException.class)
                    .satisfies(refusal -> said.add(refusal.toString()));
            said.addAll(viewed(front));
        } finally {
            osprey.close();
        }
        assertThat(said).anyMatch(text -> text.contains("joe") || text.contains("***"));
        assertThat(lines).anyMatch(line -> line.contains("is refused"));
        assertHidden(secret, said);
        assertHidden(secret, lines);
    }

    /** What each address answers to somebody who came in as a viewer. */
    private static List<String> viewed(HttpFrontEnd front) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String code = front.loginUrl(AccessRole.VIEWER).replaceFirst(".*#code=", "");
        HttpResponse<String> session = client.send(
                HttpRequest.newBuilder(URI.create(front.url() + "/api/session"))
                        .header("Origin", front.url())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"code\": \"" + code + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        List<String> answers = new ArrayList<>();
        for (String view : VIEWS) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(front.url() + view))
                            .header("Cookie", cookie)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(view).isNotIn(401, 403, 500);
            answers.add(answer.body());
        }
        return answers;
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void check_configurationThatIsGoodOrBad_printsNoSecret(
            @ForAll("secrets") String secret, @ForAll("mistakes") String mistake) throws Exception {
        config(secret, YAML + mistake);
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int status = Main.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute("check", "--config", home.resolve("osprey.yaml").toString());
        assertThat(status).isEqualTo(mistake.isEmpty() ? 0 : 2);
        assertThat(said.toString()).isNotBlank();
        assertHidden(secret, List.of(said.toString()));
        assertHidden(secret, lines);
    }

    @Provide
    Arbitrary<String> mistakes() {
        return Arbitraries.of(
                "",
                "engine: {device: \"${file:secret}\"}\n",
                "engine: \"${file:secret}\"\n",
                "timezon: \"${file:secret}\"\n",
                "  more:\n    stages: [{look: {broken: true, find: \"${file:secret}\"}}]\n",
                "  more:\n    stages: [{look: {find: cat}, after: \"${file:secret}\"}]\n",
                "  more:\n    stages: \"rtsp://joe:WRITTEN@127.0.0.1/a\"\n");
    }
}
