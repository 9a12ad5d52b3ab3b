package dev.osprey.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.osprey", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyMediaKnowsNativeVideo = noClasses()
            .that()
            .resideOutsideOfPackage("dev.osprey.media..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule mediaKnowsNoServer = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "ai.onnxruntime..", "dev.osprey.server..", "org.slf4j..");

    @ArchTest
    static final ArchRule packagesAreAcyclic =
            slices().matching("dev.osprey.media.(*)..").should().beFreeOfCycles();
}
