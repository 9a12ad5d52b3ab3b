package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSettingsTest {
    @TempDir
    Path folder;

    private StoreConfig read(String yaml) throws Exception {
        Path file = folder.resolve("osprey.yaml");
        Files.writeString(file, yaml);
        return ConfigStore.load(file, folder.resolve("data"), Map.of("DB", "s3cret-word"), Plugins.of())
                .current()
                .store();
    }

    private List<String> refusals(String yaml) throws Exception {
        try {
            read(yaml);
        } catch (ConfigException e) {
            return e.problems().stream().map(Object::toString).toList();
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void store_leftOut_isAFile() throws Exception {
        assertThat(read("cameras: {}\n")).isEqualTo(StoreConfig.DEFAULT);
        assertThat(read("store: {}\n")).isEqualTo(StoreConfig.DEFAULT);
    }

    @Test
    void store_database_isRead() throws Exception {
        StoreConfig store = read(
                """
                store:
                  url: "jdbc:postgresql://db.example/osprey"
                  user: osprey
                  password: "${env:DB}"
                  events: {age: 12h}
                  clips: {size: 1.5GB}
                """);

        assertThat(store.url()).contains("jdbc:postgresql://db.example/osprey");
        assertThat(store.password()).contains("s3cret-word");
        assertThat(store.toString()).doesNotContain("s3cret-word");
        assertThat(store.events())
                .isEqualTo(new StoreConfig.Kept(
                        Duration.ofHours(12), StoreConfig.DEFAULT.events().bytes()));
        assertThat(store.clips().bytes()).isEqualTo(3L << 29);
        assertThat(store.pictures()).isEqualTo(StoreConfig.DEFAULT.pictures());
    }

    @Test
    void store_wrong_isRefusedAllAtOnce() throws Exception {
        assertThat(
                        refusals(
                                """
                        store:
                          url: "jdbc:h2:mem:"
                          events: {age: 1s, size: much}
                          clips: {size: 0.1MB}
                        """))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("store.url") && problem.contains("jdbc:postgresql:"))
                .anyMatch(problem -> problem.contains("store.events.age") && problem.contains("1m to 3650d"))
                .anyMatch(problem -> problem.contains("store.events.size") && problem.contains("500MB"))
                .anyMatch(problem -> problem.contains("store.clips.size") && problem.contains("1MB"));
        assertThat(refusals("store: {user: osprey}\n"))
                .singleElement()
                .asString()
                .contains("store.url")
                .contains("is missing");
    }
}
