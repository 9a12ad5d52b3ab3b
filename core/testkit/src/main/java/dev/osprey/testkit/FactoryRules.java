package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the kit asks of a stage's factory. */
abstract class FactoryRules {
    private final StageTck kit;

    FactoryRules(StageTck kit) {
        this.kit = kit;
    }

    @Test
    @DisplayName("is found by name in META-INF/services")
    void serviceLoader_findsIt() {
        assertThat(ServiceLoader.load(StageFactory.class))
                .as("the file META-INF/services/" + StageFactory.class.getName() + " names "
                        + kit.factory().getClass().getName())
                .anySatisfy(
                        found -> assertThat(found).isInstanceOf(kit.factory().getClass()));
    }

    @Test
    @DisplayName("has a name of lower case, digits and dashes")
    void name_isFitForYaml() {
        assertThat(kit.factory().name()).matches("[a-z][a-z0-9-]*");
    }

    @Test
    @DisplayName("refuses an unknown key, and names it")
    void create_unknownKey_isRefused() throws Exception {
        ObjectNode settings = StageHarness.tree(kit.settings()).deepCopy();
        settings.put("no-such-key", 1);
        assertThatThrownBy(() -> StageHarness.create(kit.factory(), settings, kit.context())
                        .close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no-such-key");
    }

    @Test
    @DisplayName("refuses bad settings in words")
    void create_badSettings_isRefused() {
        for (String bad : kit.badSettings()) {
            assertThatThrownBy(() ->
                            StageHarness.open(kit.factory(), bad, kit.context()).close())
                    .as(bad)
                    .satisfies(FactoryRules::isRefusal)
                    .message()
                    .isNotBlank();
        }
    }

    @Test
    @DisplayName("describes each setting")
    void schema_describesEachSetting() {
        JsonNode properties = RecordBinder.schema(kit.factory().configType()).path("properties");
        properties.properties().forEach(property -> assertThat(
                        property.getValue().findValuesAsText("description"))
                .as("@Description of " + property.getKey())
                .isNotEmpty());
    }

    private static void isRefusal(Throwable thrown) {
        boolean refused = thrown instanceof ConfigException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof StageException failure && failure.category() == StageException.Category.CONFIG;
        if (!refused) {
            fail(
                    "settings are refused by ConfigException, by IllegalArgumentException or by StageException with"
                            + " category CONFIG, not by " + thrown,
                    thrown);
        }
    }
}
