package dev.osprey.testkit.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * ArchUnit rules for a plugin. Whoever uses them needs {@code com.tngtech.archunit:archunit-junit5} on the class path:
 * the kit itself does not.
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "com.acme.gauge", importOptions = ImportOption.DoNotIncludeTests.class)
 * class ArchitectureTest {
 *     @ArchTest
 *     static final ArchRule ARROWS = PluginRules.arrows("com.acme.gauge..");
 * }
 * }</pre>
 */
public final class PluginRules {
    private PluginRules() {}

    /**
     * A plugin leans on the JDK, the SPI, the toolkit, and what the host shares with it; on nothing else of the host,
     * which its class loader would not find.
     *
     * @param own its own packages and those of the libraries that it bundles, as in {@code com.acme.gauge..}
     */
    public static ArchRule arrows(String... own) {
        Stream<String> shared = Stream.of(
                "java..",
                "org.jspecify..",
                "ai.onnxruntime..",
                "org.bytedeco..",
                "dev.osprey.spi..",
                "dev.osprey.toolkit..");
        return classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(shared, Stream.of(own)).toArray(String[]::new))
                .as("a plugin leans on the SPI, the toolkit and what the host shares alone");
    }
}
