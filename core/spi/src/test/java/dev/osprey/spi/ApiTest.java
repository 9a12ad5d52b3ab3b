package dev.osprey.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The SPI is what {@code api.txt} says; {@code -Dapi=update} writes it anew where the version allows the change. */
class ApiTest {
    private static final Path FILE = Path.of("src", "test", "resources", "api.txt");
    private static final String STAGE = "dev.osprey.spi.Stage | ";

    private static ApiDiff api(String version, String... lines) {
        return new ApiDiff(version, new TreeSet<>(List.of(lines)));
    }

    @Test
    void api_asCompiled_isTheOneThatIsWrittenDown() throws Exception {
        ApiDiff current = ApiDiff.current();
        if (!Files.exists(FILE)) {
            current.write(FILE);
        }
        ApiDiff written = ApiDiff.read(FILE);
        assertThat(current.refusal(written)).as("refusal").isEmpty();
        if ("update".equals(System.getProperty("api"))) {
            current.write(FILE);
            written = current;
        }
        assertThat(current.version())
                .as("if the change is meant, run with -Dapi=update")
                .isEqualTo(written.version());
        assertThat(current.lines())
                .as("if the change is meant, run with -Dapi=update")
                .isEqualTo(written.lines());
    }

    @Test
    void refusal_memberGoneOrChanged_needsAMajor() {
        ApiDiff before = api("1.0", STAGE + "void a()", STAGE + "int b()");
        ApiDiff after = api("1.1", STAGE + "void a()", STAGE + "long b()");
        assertThat(after.refusal(before)).hasValueSatisfying(words -> assertThat(words)
                .contains("would not survive this under 1.1", "2.0", "gone: " + STAGE + "int b()"));
        assertThat(api("2.0", STAGE + "void a()").refusal(before)).isEmpty();
    }

    @Test
    void refusal_abstractMethodMoreThatPluginsImplement_needsAMajor() {
        ApiDiff before = api("1.0", STAGE + "void a()");
        String more = "public abstract void dev.osprey.spi.Stage.more()";
        assertThat(api("1.1", STAGE + "void a()", STAGE + more).refusal(before)).isPresent();
        String inherited = "public default void dev.osprey.spi.Stage.more()";
        assertThat(api("1.1", STAGE + "void a()", STAGE + inherited).refusal(before))
                .isEmpty();
        assertThat(api("1.1", STAGE + "void a()", "dev.osprey.spi.Input | " + more)
                        .refusal(before))
                .isEmpty();
    }

    @Test
    void refusal_addition_needsAMinor() {
        ApiDiff before = api("1.0", STAGE + "void a()");
        assertThat(api("1.0", STAGE + "void a()", STAGE + "void b()").refusal(before))
                .hasValueSatisfying(words -> assertThat(words).contains("a higher minor", "void b()"));
        assertThat(before.refusal(before)).isEmpty();
    }
}
