package dev.osprey.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.osprey.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_SERVER_NO_CODEC_NO_RUNTIME = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "org.bytedeco..", "ai.onnxruntime..", "org.slf4j..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.osprey.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule INNER_PACKAGES_KNOW_ONLY_VALUES_OF_THE_OUTER_ONE = noClasses()
            .that()
            .resideInAPackage("dev.osprey.engine.*..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.osprey.engine.Engine")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.osprey.engine.PreparedPipeline");
}
