package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.util.List;
import java.util.Optional;

/** {@code server} as it is written. */
record ServerSettings(
        @Description("HOST:PORT to listen on; beyond this machine it needs tls") @Default("127.0.0.1:8080")
                String listen,
        @Description("{certificate: FILE, key: FILE}, or off where a proxy in front does the encryption")
                Optional<JsonNode> tls,
        @Description("further names that a request's Host header may have") List<String> allowedHosts,
        @Description("what cameras may be reached at; applied while running") @Default("{}") Sources sources,
        @Description("whether the browser sees https although tls is off, because a proxy does it; with tls it does")
                Optional<Boolean> secureCookies,
        @Description("at once, over all addresses, 1 to 60000") @Default("2000") Integer connections,
        @Description("at once from one address, 1 to 60000") @Default("500") Integer connectionsPerAddress) {

    /** Rules, each a network such as 192.168.0.0/16, an address, or a scheme. */
    record Sources(
            @Description(
                            "if any network stands here, no address outside is reached; so with schemes. A loopback address"
                                    + " here opens this machine to cameras of the API")
                    List<String> allow,
            @Description("what is denied wins") List<String> deny) {}

    /** PEM files, relative to the configuration file. */
    record Tls(
            @Description("the chain, the server's own first") Optional<String> certificate,
            @Description("PKCS #8, not encrypted") Optional<String> key) {}
}
