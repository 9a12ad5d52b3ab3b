package dev.osprey.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.osprey.engine.Problem;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.spi.Device;
import dev.osprey.spi.Model;
import dev.osprey.spi.Spi;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final String SERVICE = "META-INF/services/dev.osprey.spi.StageFactory";

    @TempDir
    Path folder;

    private Path plugins() {
        return folder.resolve("plugins");
    }

    private Plugins load() {
        return Plugins.load(plugins(), folder.resolve("copies"));
    }

    private static String stage(String className, String name, String createBody) {
        return """
                import dev.osprey.spi.*;
                import java.util.List;
import java.util.stream.Stream;
                public class %s implements StageFactory<%s.Settings> {
                    public record Settings(@Default("3") int size) {}
                    public String name() { return "%s"; }
                    public Class<Settings> configType() { return Settings.class; }
                    public Stage create(Settings settings, StageContext context) throws Exception {
                        %s
                        return new Stage() {
                            public StageSpec spec() { return StageSpec.of(Result.Kind.VALUE); }
                            public List<Output> process(Batch batch) { return List.of(); }
                        };
                    }
                }
                """
                .formatted(className, className, name, createBody);
    }

    private PluginJar jar(String plugin) {
        return new PluginJar(folder.resolve("work-" + plugin), plugins().resolve(plugin));
    }

    @Test
    void load_pluginInAFolder_registersItsStagesWithSettings() throws Exception {
        jar("one")
                .source("One", stage("One", "one", ""))
                .service(SERVICE, "One")
                .write();
        try (Plugins plugins = load()) {
            assertThat(plugins.problems()).isEmpty();
            StageType type = plugins.find("one").orElseThrow();
            assertThat(type.plugin()).isEqualTo("one");
            assertThat(type.version()).isEqualTo("1.2.3");
            assertThat(type.schema().at("/properties/size/default").asInt()).isEqualTo(3);
            assertThat(type.bind(JsonNodeFactory.instance.objectNode())).hasToString("Settings[size=3]");
        }
    }

    @Test
    void load_classesOfPlugins_areTheirOwnExceptTheSpis() throws Exception {
        jar("one")
                .source("Same", stage("Same", "one", ""))
                .service(SERVICE, "Same")
                .write();
        jar("two")
                .source("Same", stage("Same", "two", ""))
                .service(SERVICE, "Same")
                .write();
        try (Plugins plugins = load()) {
            Class<?> one = plugins.find("one").orElseThrow().factory().getClass();
            Class<?> two = plugins.find("two").orElseThrow().factory().getClass();
            assertThat(one).isNotSameAs(two);
            assertThat(one.getName()).isEqualTo(two.getName());
            assertThat(one.getClassLoader().getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
            assertThat(one.getClassLoader().loadClass("dev.osprey.spi.Spi")).isSameAs(Spi.class);
        }
    }

    @Test
    void load_privateCopyThatWasAltered_isMadeAnew() throws Exception {
        Path jar = jar("one")
                .source("One", stage("One", "one", ""))
                .service(SERVICE, "One")
                .write();
        load().close();
        Path copy;
        try (Stream<Path> copies = Files.list(folder.resolve("copies"))) {
            copy = copies.findFirst().orElseThrow();
        }
        byte[] altered = Files.readAllBytes(copy);
        altered[altered.length / 2] ^= 1;
        Files.write(copy, altered);
        try (Plugins plugins = load()) {
            assertThat(plugins.problems()).isEmpty();
            assertThat(copy).hasSameBinaryContentAs(jar);
        }
    }

    @Test
    void create_inPlugin_cannotSeeTheHostAndHasItsOwnContextLoader() throws Exception {
        String body =
                """
                if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader())
                    throw new IllegalStateException("wrong context class loader");
                try { Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
                    throw new IllegalStateException("sees the host's classes");
                } catch (ClassNotFoundException expected) { context.logger(); }
                """;
        jar("one")
                .source("One", stage("One", "one", body))
                .service(SERVICE, "One")
                .write();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (Plugins plugins = load()) {
            StageType type = plugins.find("one").orElseThrow();
            type.create(type.bind(JsonNodeFactory.instance.objectNode()), new NoContext());
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @Test
    void load_sharedPackageThatTheHostLacks_comesFromThePlugin() throws Exception {
        jar("one")
                .source("One", stage("One", "one", "new org.bytedeco.Extra();"))
                .source("org.bytedeco.Extra", "package org.bytedeco; public class Extra {}")
                .service(SERVICE, "One")
                .write();
        try (Plugins plugins = load()) {
            StageType type = plugins.find("one").orElseThrow();
            assertThat(type.create(type.bind(JsonNodeFactory.instance.objectNode()), new NoContext()))
                    .isNotNull();
        }
    }

    @Test
    void load_jarCutOffOrNone_isSaidInWordsAndOthersLoad() throws Exception {
        jar("good")
                .source("Good", stage("Good", "good", ""))
                .service(SERVICE, "Good")
                .write();
        Path cut = Files.createDirectories(plugins().resolve("cut"));
        Files.write(cut.resolve("cut.jar"), new byte[] {'P', 'K', 3, 4, 0});
        try (Plugins plugins = load()) {
            assertThat(plugins.find("good")).isPresent();
            assertThat(plugins.problems())
                    .extracting(Problem::toString)
                    .singleElement()
                    .asString()
                    .startsWith("plugins.cut: cut.jar is no jar, or only a part of one (")
                    .endsWith("it has 5 bytes): copy it here again");
        }
    }

    @Test
    void load_jarBesideTheFolders_isSaidInWords() throws Exception {
        Files.createDirectories(plugins());
        Files.write(plugins().resolve("loose.jar"), new byte[0]);
        try (Plugins plugins = load()) {
            assertThat(plugins.problems())
                    .extracting(Problem::toString)
                    .containsExactly("plugins.loose.jar: lies directly in the folder of plugins, where it is not looked"
                            + " for: each plugin has a folder of its own; move it to loose/loose.jar");
        }
    }

    @Test
    void load_jarIsOverwritten_runningPluginStaysWhole() throws Exception {
        Path jar = jar("one")
                .source("One", stage("One", "one", "new Later();"))
                .source("Later", "class Later {}")
                .service(SERVICE, "One")
                .write();
        try (Plugins plugins = load()) {
            Files.write(jar, new byte[1000]);
            StageType type = plugins.find("one").orElseThrow();
            assertThat(type.create(type.bind(JsonNodeFactory.instance.objectNode()), new NoContext()))
                    .isNotNull();
        }
    }

    @Test
    void load_badPlugins_areReportedAndOthersLoad() throws Exception {
        jar("good")
                .source("Good", stage("Good", "good", ""))
                .service(SERVICE, "Good")
                .write();
        jar("again")
                .source("Again", stage("Again", "again", ""))
                .service(SERVICE, "Again\nMissing")
                .write();
        jar("old")
                .source("Old", stage("Old", "old", ""))
                .service(SERVICE, "Old")
                .spi("99.0")
                .write();
        jar("unsaid")
                .source("Unsaid", stage("Unsaid", "unsaid", ""))
                .service(SERVICE, "Unsaid")
                .spi("")
                .write();
        jar("twin")
                .source("Twin", stage("Twin", "good", ""))
                .service(SERVICE, "Twin")
                .write();
        jar("plain").source("Plain", "class Plain {}").write();
        jar("greedy")
                .source("Greedy", stage("Greedy", "greedy", "").replace("int size", "double score"))
                .service(SERVICE, "Greedy")
                .write();
        Files.createDirectories(plugins().resolve("empty"));
        try (Plugins plugins = load()) {
            assertThat(plugins.stages()).extracting(StageType::name).containsExactlyInAnyOrder("good", "again");
            assertThat(plugins.problems())
                    .extracting(Problem::toString)
                    .satisfiesExactlyInAnyOrder(
                            text -> assertThat(text)
                                    .startsWith("plugins.again: ")
                                    .contains("Missing not found"),
                            text -> assertThat(text)
                                    .contains("was built for version 99.0 of the SPI, and this Osprey has version 1"),
                            text -> assertThat(text).contains("add Osprey-Spi: 1.0 to its manifest"),
                            text -> assertThat(text)
                                    .isEqualTo("plugins.twin: offers a stage 'good', which plugin good offers"
                                            + " already: remove one of them"),
                            text -> assertThat(text).startsWith("plugins.plain: offers no stage"),
                            text -> assertThat(text).contains("must not have a component 'score'"),
                            text -> assertThat(text).isEqualTo("plugins.empty: holds no jar"));
        }
    }

    @Test
    void load_noFolder_isAProblemAndNoStages() {
        try (Plugins plugins = load()) {
            assertThat(plugins.stages()).isEmpty();
            assertThat(plugins.problems()).hasSize(1);
        }
    }

    @Test
    void of_factories_areFoundByName() {
        Plugins plugins = Plugins.of(new FakeStage("a-1"), new FakeStage("Bad Name"));
        assertThat(plugins.find("a-1")).isPresent();
        assertThat(plugins.problems())
                .extracting(Problem::message)
                .isEqualTo(List.of("a stage's name must be of lower case letters, digits and dashes, got 'Bad Name'"));
    }

    private record NoContext() implements StageContext {
        @Override
        public Device device() {
            return Device.CPU;
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public Model model(String nameOrPath) throws StageException {
            throw new StageException(StageException.Category.CONFIG, "no models here");
        }

        @Override
        public System.Logger logger() {
            return System.getLogger("test");
        }
    }
}
