package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.text.Shown;
import dev.osprey.media.source.SourcePolicy;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks {@code server}, and takes what the environment says in its stead. */
final class ServerReader {
    private static final int MAX_CONNECTIONS = 60_000;
    private static final Listen DEFAULT = new Listen("127.0.0.1", Listen.DEFAULT_PORT);

    private final Place place;
    private final Path folder;
    private final Map<String, String> environment;

    ServerReader(Place place, Path folder, Map<String, String> environment) {
        this.place = place;
        this.folder = folder;
        this.environment = environment;
    }

    ServerConfig read(ServerSettings settings) {
        Listen listen = listen(settings.listen());
        Optional<JsonNode> tls = settings.tls();
        boolean off = tls.filter(ServerReader::off).isPresent();
        TlsFiles files = tls.isEmpty() || off ? null : files(tls.get());
        if (!listen.loopback() && tls.isEmpty()) {
            place.child("tls")
                    .problem("listening on " + listen
                            + " can be reached from other machines, so that it needs tls: {certificate:"
                            + " FILE, key: FILE}, or tls: off where a proxy in front of it does the encryption");
        }
        return new ServerConfig(
                listen,
                files,
                settings.allowedHosts(),
                sources(settings.sources()),
                settings.secureCookies().orElse(files != null),
                connections("connections", settings.connections()),
                connections("connections-per-address", settings.connectionsPerAddress()));
    }

    private int connections(String key, int value) {
        if (value < 1 || value > MAX_CONNECTIONS) {
            place.child(key).problem("must be a whole number from 1 to " + MAX_CONNECTIONS + ", got " + value);
        }
        return value;
    }

    private static boolean off(JsonNode tls) {
        return tls.isBoolean()
                ? !tls.asBoolean()
                : tls.isTextual() && tls.asText().equals("off");
    }

    private SourcePolicy sources(ServerSettings.Sources sources) {
        return SourcePolicy.of(rules(sources.allow(), "allow"), rules(sources.deny(), "deny"));
    }

    private List<String> rules(List<String> rules, String key) {
        List<String> good = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (SourcePolicy.valid(rules.get(i))) {
                good.add(rules.get(i));
            } else {
                place.child("sources")
                        .child(key)
                        .item(i)
                        .problem("must be a network such as 192.168.0.0/16, an address, or one of "
                                + String.join(", ", SourcePolicy.SCHEMES));
            }
        }
        return good;
    }

    private Listen listen(String written) {
        Place at = place.child("listen");
        Listen listen = Listen.parse(written).orElse(DEFAULT);
        if (Listen.parse(written).isEmpty()) {
            at.problem("must be HOST:PORT such as 127.0.0.1:8080, with a port of 0 to 65535");
        }
        String override = environment.getOrDefault("OSPREY_LISTEN", "");
        if (!override.isBlank()) {
            Optional<Listen> parsed = Listen.parse(override);
            if (parsed.isEmpty()) {
                at.problem("OSPREY_LISTEN must be HOST or HOST:PORT, got \"" + override + "\"");
            } else {
                boolean hostAlone = Listen.hostAlone(override);
                listen = hostAlone ? new Listen(parsed.get().host(), listen.port()) : parsed.get();
            }
        }
        String port = environment.getOrDefault("OSPREY_PORT", "");
        if (!port.isBlank()) {
            Optional<Integer> parsed = Listen.port(port.strip());
            if (parsed.isEmpty()) {
                at.problem("OSPREY_PORT must be 0 to 65535 (0: any free port), got \"" + port + "\"");
            } else {
                listen = new Listen(listen.host(), parsed.get());
            }
        }
        return listen;
    }

    private @Nullable TlsFiles files(JsonNode written) {
        Place at = place.child("tls");
        if (!written.isObject()) {
            at.problem("must be {certificate: FILE, key: FILE} or off, got " + Shown.kind(written));
            return null;
        }
        var bound = RecordBinder.bindWhatIsRight(ServerSettings.Tls.class, written);
        at.addAll(bound.problems());
        if (bound.value().isEmpty()) {
            return null;
        }
        Optional<Path> certificate =
                file(at.child("certificate"), bound.value().get().certificate());
        Optional<Path> key = file(at.child("key"), bound.value().get().key());
        return certificate.isPresent() && key.isPresent() ? new TlsFiles(certificate.get(), key.get()) : null;
    }

    private Optional<Path> file(Place at, Optional<String> name) {
        if (name.isEmpty()) {
            at.problem("is missing: name a PEM file");
            return Optional.empty();
        }
        if (name.get().contains("://")) {
            at.problem("must be the path of a PEM file, not an address");
            return Optional.empty();
        }
        try {
            Path file = folder.resolve(name.get());
            if (Files.isReadable(file)) {
                return Optional.of(file);
            }
            at.problem("there is no file " + file + " that can be read");
        } catch (InvalidPathException e) {
            at.problem("is not the path of a file");
        }
        return Optional.empty();
    }
}
