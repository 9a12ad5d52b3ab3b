package dev.osprey.toolkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.osprey.toolkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "dev.osprey.spi..",
                    "dev.osprey.toolkit..",
                    "ai.onnxruntime..",
                    "org.bytedeco..");

    @ArchTest
    static final ArchRule DECODING_KNOWS_NO_SESSION = classes()
            .that()
            .resideInAPackage("dev.osprey.toolkit.decode")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "org.bytedeco..", "dev.osprey.spi..", "dev.osprey.toolkit.decode");
}
