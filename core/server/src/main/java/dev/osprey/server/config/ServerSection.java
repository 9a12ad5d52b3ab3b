package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code server}, and what the environment says in its stead. */
final class ServerSection {
    private static final Listen DEFAULT = new Listen("127.0.0.1", Listen.DEFAULT_PORT);

    private static final int MAX_CONNECTIONS = 60_000;

    private ServerSection() {}

    static ServerConfig read(Section section, Path folder, Map<String, String> environment) {
        Listen listen = listen(section, environment);
        JsonNode tls = section.raw("tls");
        boolean off = (tls.isBoolean() && !tls.asBoolean())
                || (tls.isTextual() && tls.asText().equals("off"));
        TlsFiles files = tls.isMissingNode() || off ? null : files(section, folder);
        if (!listen.loopback() && !off && tls.isMissingNode()) {
            section.problem(
                    "tls",
                    "listening on " + listen
                            + " can be reached from other machines, so that it needs tls: {certificate:"
                            + " FILE, key: FILE}, or tls: off where a proxy in front of it does the encryption");
        }
        ServerConfig config = new ServerConfig(
                listen,
                files,
                section.texts("allowed-hosts"),
                section.flag("secure-cookies", files != null),
                section.integer("connections", 1, MAX_CONNECTIONS, ServerConfig.DEFAULT_CONNECTIONS),
                section.integer(
                        "connections-per-address", 1, MAX_CONNECTIONS, ServerConfig.DEFAULT_CONNECTIONS_PER_ADDRESS));
        section.finish();
        return config;
    }

    private static Listen listen(Section section, Map<String, String> environment) {
        Listen listen = section.text("listen")
                .flatMap(text -> parsed(section, "listen", text))
                .orElse(DEFAULT);
        String override = environment.getOrDefault("OSPREY_LISTEN", "");
        if (!override.isBlank()) {
            Optional<Listen> parsed = Listen.parse(override);
            if (parsed.isEmpty()) {
                section.problem("listen", "OSPREY_LISTEN must be HOST or HOST:PORT, got \"" + override + "\"");
            } else {
                boolean hostAlone = Listen.hostAlone(override);
                listen = hostAlone ? new Listen(parsed.get().host(), listen.port()) : parsed.get();
            }
        }
        String port = environment.getOrDefault("OSPREY_PORT", "");
        if (!port.isBlank()) {
            Optional<Integer> parsed = Listen.port(port.strip());
            if (parsed.isEmpty()) {
                section.problem("listen", "OSPREY_PORT must be 0 to 65535 (0: any free port), got \"" + port + "\"");
            } else {
                listen = new Listen(listen.host(), parsed.get());
            }
        }
        return listen;
    }

    private static Optional<Listen> parsed(Section section, String key, String text) {
        Optional<Listen> listen = Listen.parse(text);
        if (listen.isEmpty()) {
            section.problem(
                    key, "must be HOST:PORT such as 127.0.0.1:8080, with a port of 0 to 65535, got \"" + text + "\"");
        }
        return listen;
    }

    private static @Nullable TlsFiles files(Section section, Path folder) {
        if (!section.raw("tls").isObject()) {
            section.problem(
                    "tls", "must be {certificate: FILE, key: FILE} or off, got " + Section.kind(section.raw("tls")));
            return null;
        }
        Section tls = section.section("tls");
        Optional<Path> certificate = file(tls, "certificate", folder);
        Optional<Path> key = file(tls, "key", folder);
        tls.finish();
        return certificate.isPresent() && key.isPresent() ? new TlsFiles(certificate.get(), key.get()) : null;
    }

    private static Optional<Path> file(Section section, String key, Path folder) {
        if (!section.has(key)) {
            section.problem(key, "is missing: name a PEM file");
            return Optional.empty();
        }
        Optional<Path> file = section.text(key).map(folder::resolve);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            section.problem(key, "there is no file " + file.get() + " that can be read");
            return Optional.empty();
        }
        return file;
    }
}
