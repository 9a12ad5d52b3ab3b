package dev.osprey.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.osprey.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NATIVE_PIXELS_AND_PACKETS_ARE_MEDIAS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..")
            .as("the server knows nothing of FFmpeg and OpenCV");

    @ArchTest
    static final ArchRule CONFIGURATION_KNOWS_NEITHER_CAMERAS_NOR_NETWORK = noClasses()
            .that()
            .resideInAPackage("..server.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..server.camera..", "..server.live..", "..server.http..", "..server.cli..", "io.vertx..");

    @ArchTest
    static final ArchRule WHAT_RUNS_CAMERAS_KNOWS_NO_HTTP = noClasses()
            .that()
            .resideInAnyPackage(
                    "..server.camera..", "..server.live..", "..server.bus..", "..server.event..", "..server.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..server.http..", "..server.cli..", "io.vertx.core.http..", "io.vertx.ext..");

    @ArchTest
    static final ArchRule THE_WEB_SERVER_KNOWS_NO_ROUTE = noClasses()
            .that()
            .resideInAPackage("dev.osprey.server.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..http.api..", "..http.live..");

    @ArchTest
    static final ArchRule LIVE_CONNECTIONS_DO_WITHOUT_THE_API = noClasses()
            .that()
            .resideInAPackage("..http.live..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..http.api..");

    @ArchTest
    static final ArchRule NOBODY_CALLS_THE_LAUNCHER = noClasses()
            .that()
            .resideOutsideOfPackage("..server.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..server.cli..");
}
