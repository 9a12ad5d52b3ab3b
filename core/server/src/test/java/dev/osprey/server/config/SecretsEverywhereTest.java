package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Plants a secret in every place of a configuration, in every way, and reads all that is said about it. */
class SecretsEverywhereTest {
    private static final String WHOLE =
            """
            {'server': {'listen': '127.0.0.1:0', 'tls': {'certificate': 'c.pem', 'key': 'k.pem'},
                        'allowed-hosts': ['cam.example'], 'secure-cookies': true},
             'engine': {'device': 'cpu', 'lanes': 2, 'deadline': '5s'},
             'cameras': {'hall': {'source': 'rtsp://192.0.2.1/hall', 'pipeline': 'people', 'enabled': true,
                                  'timeout': '5s', 'transport': 'tcp'},
                         'gate': {'streams': [{'source': 'rtsp://192.0.2.1/a', 'roles': ['detect', 'grid'],
                                               'transport': 'udp', 'timeout': '2s'},
                                              {'source': 'rtsp://192.0.2.1/b', 'roles': ['full']}]}},
             'pipelines': {'people': {'stages': [{'look': {'find': 'cat', 'labels': ['cat'], 'score': 0.5},
                                                  'every': '1s', 'as': 'looks'},
                                                 {'look': {}, 'after': 'looks[cat]', 'max-crops': 2, 'as': 'again'},
                                                 {'look': {}, 'when': 'looks', 'hold': '2s', 'as': 'third'}]}}}
            """;

    /** Where hosts and paths stand: a text of one's own there is repeated, as it cannot be helped by otherwise. */
    private static final List<String> PATHS = List.of("/server/listen", "/server/tls/certificate", "/server/tls/key");

    private static Path folder;

    @BeforeContainer
    static void folder() throws IOException {
        folder = Files.createTempDirectory("secrets");
        Files.writeString(folder.resolve("c.pem"), "");
        Files.writeString(folder.resolve("k.pem"), "");
    }

    @AfterContainer
    static void clean() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("@:/?#%&=+;,$ !\"'\\ä")
                .ofMinLength(4)
                .ofMaxLength(90)
                .map(text -> "Zq9" + text.strip() + "x7Q");
    }

    @Provide
    Arbitrary<String> passwords() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("@:$!%+")
                .ofMinLength(4)
                .ofMaxLength(90)
                .map(text -> "Zq9" + text + "x7Q");
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of(places(ConfigFolder.json(WHOLE), ""));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(places(ConfigFolder.json(WHOLE), "").stream()
                .filter(place -> !PATHS.contains(place))
                .filter(place -> !place.startsWith("/pipelines/people/stages/0/look/find"))
                .toList());
    }

    /** A place is a JSON pointer. */
    private static List<String> places(JsonNode node, String at) {
        List<String> places = new ArrayList<>();
        if (!at.isEmpty()) {
            places.add(at);
        }
        node.properties().forEach(entry -> places.addAll(places(entry.getValue(), at + "/" + entry.getKey())));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.addAll(places(node.get(i), at + "/" + i));
        }
        return places;
    }

    @Provide
    Arbitrary<UnaryOperator<JsonNode>> shapes() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return Arbitraries.of(List.<UnaryOperator<JsonNode>>of(
                value -> value,
                value -> nodes.arrayNode().add(value),
                value -> nodes.objectNode().set("password", value),
                value -> nodes.objectNode().set("source", value),
                value -> nodes.arrayNode().add(nodes.objectNode().set("look", value))));
    }

    @Property(tries = 400)
    void read_referenceToASecret_isNeverItsValue(
            @ForAll("secrets") String secret,
            @ForAll("places") String place,
            @ForAll("shapes") UnaryOperator<JsonNode> shape,
            @ForAll("references") String written)
            throws Exception {
        assertHidden(secret, planted(place, shape.apply(JsonNodeFactory.instance.textNode(written))));
    }

    @Provide
    Arbitrary<String> references() {
        return Arbitraries.of(
                "${env:SECRET}",
                "${file:secret}",
                "before ${env:SECRET} after",
                "rtsp://joe:${env:SECRET}@192.0.2.1/a",
                "rtsp://192.0.2.1/live/${env:SECRET}/a",
                "rtsp://192.0.2.1/a?key=${file:secret}",
                "file:/video/${env:SECRET}",
                "1${env:SECRET}",
                "127.0.0.1:${env:SECRET}",
                "${env:SECRET}:8080");
    }

    @Property(tries = 400)
    void read_loginInAnAddress_isNeverRepeated(
            @ForAll("passwords") String secret,
            @ForAll("places") String place,
            @ForAll("shapes") UnaryOperator<JsonNode> shape,
            @ForAll("addresses") String address)
            throws Exception {
        String written = address.replace("SECRET", secret);
        assertHidden(secret, planted(place, shape.apply(JsonNodeFactory.instance.textNode(written))));
    }

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.of(
                "rtsp://joe:SECRET@192.0.2.1/a",
                "rtsp://SECRET@192.0.2.1:8554/a",
                "rtsp://192.0.2.1/user=admin_password=SECRET_channel=1_stream=0.sdp",
                "rtsp://192.0.2.1/a;password=SECRET",
                "http://192.0.2.1/a.m3u8?token=SECRET",
                "nosuch://joe:SECRET@192.0.2.1/a");
    }

    @Property(tries = 400)
    void read_secretWhereItDoesNotBelong_isNeverRepeated(
            @ForAll("secrets") String secret,
            @ForAll("values") String place,
            @ForAll("shapes") UnaryOperator<JsonNode> shape)
            throws Exception {
        assertHidden(noName(secret), planted(place, shape.apply(JsonNodeFactory.instance.textNode(noName(secret)))));
    }

    /** A word alone may be a mistyped name, and is repeated where a name is wanted. */
    private static String noName(String secret) {
        return "!" + secret.replace("${", "$");
    }

    @Property(tries = 100)
    void read_numberWhereItDoesNotBelong_isNeverRepeated(@ForAll("places") String place) throws Exception {
        String pin = "90817263";
        if (!place.equals("/engine/lanes") && !place.matches(".*/(score|max-crops|find)") && !PATHS.contains(place)) {
            assertHidden(pin, planted(place, JsonNodeFactory.instance.numberNode(Integer.parseInt(pin))));
        }
    }

    private static JsonNode planted(String place, JsonNode value) {
        JsonNode whole = ConfigFolder.json(WHOLE).deepCopy();
        int cut = place.lastIndexOf('/');
        JsonNode parent = whole.at(place.substring(0, cut));
        String last = place.substring(cut + 1);
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
        return whole;
    }

    private static void assertHidden(String secret, JsonNode config) throws IOException {
        Files.writeString(folder.resolve("secret"), secret);
        ConfigFolder configured = new ConfigFolder(folder, config.toString()).with("SECRET", secret);
        List<String> said = new ArrayList<>();
        try {
            ConfigStore store = configured.load();
            said.addAll(views(store));
        } catch (ConfigException e) {
            e.problems().stream().map(Problem::toString).forEach(said::add);
            said.add(String.valueOf(e.getMessage()));
        }
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
        for (String text : said) {
            assertThat(text).doesNotContain(secret, url, secret.substring(0, secret.length() / 2 + 1));
        }
    }

    private static List<String> views(ConfigStore store) {
        List<String> views = new ArrayList<>();
        store.current().cameras().values().forEach(camera -> {
            views.add(camera.shown().toString());
            views.add(camera.toString());
            camera.streams().forEach(stream -> views.add(stream.source().toString()));
        });
        return views;
    }
}
