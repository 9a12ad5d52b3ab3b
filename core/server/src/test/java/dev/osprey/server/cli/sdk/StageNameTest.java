package dev.osprey.server.cli.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageNameTest {
    @ParameterizedTest
    @CsvSource({
        "red-light, com.example.redlight, RedLight",
        "plates, com.example.plates, Plates",
        "b2-bomber, com.example.b2bomber, B2Bomber",
        "switch, com.example.switchstage, Switch"
    })
    void of_goodName_namesPackageAndClass(String name, String packageName, String className) {
        StageName stage = StageName.of(name, null);
        assertThat(stage.packageName()).isEqualTo(packageName);
        assertThat(stage.className()).isEqualTo(className);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Red", "red_light", "-red", "red-", "red--light", "2fast", "../evil", "röt", "a b"})
    void of_badName_isRefusedWithTheRule(String name) {
        assertThatThrownBy(() -> StageName.of(name, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower case letters, digits and single dashes")
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void of_nameOfFortyOneCharacters_isRefused() {
        assertThatThrownBy(() -> StageName.of("a".repeat(41), null)).hasMessageContaining("at most 40");
        assertThat(StageName.of("a".repeat(40), null).name()).hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "onnx", "inference", "sink"})
    void of_nameThatHidesAClassOfTheSdk_isRefused(String name) {
        assertThatThrownBy(() -> StageName.of(name, null)).hasMessageContaining("the SDK has already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.acme.class", "com..acme", "com/acme", "2com", "java.util", "dev.osprey.spi.mine", ""})
    void of_badPackage_isRefused(String packageName) {
        assertThatThrownBy(() -> StageName.of("red", packageName))
                .hasMessageContaining("--package")
                .hasMessageContaining("'" + packageName + "'");
    }
}
