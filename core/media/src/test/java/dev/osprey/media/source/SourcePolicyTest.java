package dev.osprey.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePolicyTest {
    private static final SourceGate FROM_FILE = SourcePolicy.DEFAULT.gate(NamedBy.FILE);
    private static final SourceGate FROM_API = SourcePolicy.DEFAULT.gate(NamedBy.API);

    private static InetAddress address(String text) {
        return Network.literal(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static Resolver answering(String... texts) {
        return host -> List.of(texts).stream().map(SourcePolicyTest::address).toArray(InetAddress[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.1.1",
                "[fe80::1]",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16",
                "0.0.0.0",
                "0.1.2.3",
                "[::]",
                "239.1.1.1",
                "ff02::1",
                "255.255.255.255",
                "::ffff:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "::169.254.169.254",
                "2002:a9fe:a9fe::1"
            })
    void admit_reservedAddress_isNeverAllowed(String host) {
        SourceGate wide =
                SourcePolicy.of(List.of("0.0.0.0/0", "::/0", host), List.of()).gate(NamedBy.FILE);
        assertThatThrownBy(() -> wide.admit("rtsp", host)).isInstanceOf(RefusedSourceException.class);
        assertThat(wide.objection("rtsp", host)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "[::1]", "localhost", "cam.LOCALHOST", "::ffff:127.0.0.1"})
    void admit_loopback_isForTheFileOnly(String host) throws Exception {
        assertThat(FROM_FILE.admit("rtsp", host).isLoopbackAddress()).isTrue();
        assertThat(FROM_FILE.objection("rtsp", host)).isEmpty();
        assertThat(FROM_API.objection("rtsp", host).orElseThrow())
                .contains("this machine itself: write the camera in the configuration file");
        assertThatThrownBy(() -> FROM_API.admit("rtsp", host)).isInstanceOf(RefusedSourceException.class);
    }

    @Test
    void admit_loopbackThatARuleNames_isForTheApiToo() throws Exception {
        SourceGate named = SourcePolicy.of(List.of("127.0.0.0/8"), List.of()).gate(NamedBy.API);
        SourceGate wide = SourcePolicy.of(List.of("0.0.0.0/0"), List.of()).gate(NamedBy.API);
        assertThat(named.admit("rtsp", "127.0.0.1")).isEqualTo(address("127.0.0.1"));
        assertThat(wide.objection("rtsp", "127.0.0.1")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.4, true",
        "192.168.2.4, false",
        "192.168.1.9, false",
        "10.0.0.1, false",
        "fd12::4, true",
    })
    void objection_rules_denyWinsAndAllowIsExhaustive(String host, boolean allowed) {
        SourceGate gate = SourcePolicy.of(List.of("192.168.1.0/24", "fd12::/16"), List.of("192.168.1.8/30"))
                .gate(NamedBy.FILE);
        assertThat(gate.objection("rtsp", host).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void objection_schemes_followTheirRules() {
        SourceGate only = SourcePolicy.of(List.of("rtsp", "RTSPS"), List.of()).gate(NamedBy.FILE);
        SourceGate without = SourcePolicy.of(List.of(), List.of("file")).gate(NamedBy.FILE);
        assertThat(only.objection("rtsps", "192.0.2.1")).isEmpty();
        assertThat(only.objection("http", "192.0.2.1"))
                .contains("sources of http are not among what server.sources.allow allows: rtsp, rtsps");
        assertThat(without.objection("file", "")).contains("sources of file are denied (server.sources.deny)");
        assertThat(without.objection("v4l2", "")).isEmpty();
    }

    @Test
    void admit_name_isResolvedOnceAndPinned() throws Exception {
        List<String> asked = new ArrayList<>();
        InetAddress pinned = FROM_API.admit("rtsp", "cam.example", host -> {
            asked.add(host);
            return new InetAddress[] {address("192.0.2.7")};
        });
        assertThat(pinned).isEqualTo(address("192.0.2.7"));
        assertThat(asked).containsExactly("cam.example");
    }

    @Test
    void admit_nameWithGoodAndBadAddresses_isPinnedToAGoodOne() throws Exception {
        assertThat(FROM_API.admit("rtsp", "cam.example", answering("169.254.169.254", "127.0.0.1", "192.0.2.7")))
                .isEqualTo(address("192.0.2.7"));
    }

    @Test
    void admit_nameOfBadAddresses_isRefusedInWords() {
        assertThatThrownBy(() -> FROM_API.admit("http", "sly.example", answering("169.254.169.254", "127.0.0.1")))
                .isInstanceOf(RefusedSourceException.class)
                .hasMessage("sly.example: 169.254.169.254 is link-local, where clouds keep their metadata service: no"
                        + " source may be there");
    }

    @Test
    void admit_unknownName_isTheResolversToTell() {
        assertThatThrownBy(() -> FROM_API.admit("rtsp", "no.example", host -> {
                    throw new UnknownHostException(host);
                }))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void behind_cameraElsewhere_cannotLeadToThisMachine() throws Exception {
        SourceGate elsewhere = FROM_FILE.behind(FROM_FILE.admit("http", "192.0.2.7"));
        SourceGate here = FROM_FILE.behind(FROM_FILE.admit("http", "127.0.0.1"));
        assertThatThrownBy(() -> elsewhere.admit(URI.create("http://127.0.0.1:8080/api")))
                .isInstanceOf(RefusedSourceException.class);
        assertThat(elsewhere.admit(URI.create("http://192.0.2.8/next.ts"))).isEqualTo(address("192.0.2.8"));
        assertThat(here.admit(URI.create("http://127.0.0.1:8080/next.ts"))).isEqualTo(address("127.0.0.1"));
    }

    @Test
    void admit_addressWithoutHost_isRefused() {
        assertThatThrownBy(() -> FROM_FILE.admit(URI.create("file:///etc/passwd")))
                .isInstanceOf(RefusedSourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.0.0/33", "256.1.1.1", "example.com", "udp", "fd00::/129", "", "1.2.3"})
    void of_ruleThatIsNone_isRefused(String rule) {
        assertThat(SourcePolicy.valid(rule)).isFalse();
        assertThatThrownBy(() -> SourcePolicy.of(List.of(), List.of(rule)))
                .hasMessageStartingWith("a rule for sources must be a network such as 192.168.0.0/16");
    }

    @Test
    void equals_sameRules_areEqual() {
        assertThat(SourcePolicy.of(List.of("10.1.2.3/8"), List.of("http")).gate(NamedBy.API))
                .isEqualTo(
                        SourcePolicy.of(List.of("10.0.0.0/8"), List.of("HTTP")).gate(NamedBy.API));
    }
}
