package dev.osprey.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FetchModelsTest {
    @Test
    void run_help_succeeds() {
        assertThat(FetchModels.run("--help")).isZero();
    }

    @Test
    void run_badUsage_givesTwo() {
        assertThat(FetchModels.run("--out")).isEqualTo(2);
    }

    @Test
    void parse_unknownOption_listsThoseThere() {
        assertThatThrownBy(() -> FetchModels.Arguments.parse("--output", "x"))
                .hasMessage("unknown option --output, there are --out, --jars, --cache, --npm, --help");
    }

    @Test
    void parse_noFolder_saysWhichMustBeGiven() {
        assertThatThrownBy(() -> FetchModels.Arguments.parse("--out", "x"))
                .hasMessage("--out and --jars must be given");
    }

    @Test
    void parse_noCache_takesTheOneInTheHomeFolder() {
        FetchModels.Arguments arguments = FetchModels.Arguments.parse("--out", "x", "--jars", "y");
        assertThat(arguments.cache()).isAbsolute().endsWithRaw(Path.of(".cache", "osprey", "models"));
    }
}
