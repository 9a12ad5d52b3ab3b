package dev.osprey.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser, on the camera's own H.264. */
class DashboardIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @Test
    void grid_openedWithTheOneTimeAddress_playsTheCameraByWebCodecsAndDrawsPeople(@TempDir Path folder)
            throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "skipped: no Chromium at " + CHROMIUM);
        Path evidence = Files.createDirectories(Path.of(System.getProperty("evidence.dir")));

        try (RunningServer running = new RunningServer(folder);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync")))) {
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 800));
            List<String> errors = new java.util.concurrent.CopyOnWriteArrayList<>();
            page.onPageError(errors::add);
            page.navigate(running.oneTimeAddress);
            try {
                page.waitForFunction(
                        "() => window.osprey && window.osprey.stats().hall && window.osprey.stats().hall.shown > 30",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(30_000));
                page.waitForFunction(
                        "() => window.osprey.stats().hall.overlayMatched > 20",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(60_000));
            } finally {
                page.screenshot(new Page.ScreenshotOptions().setPath(evidence.resolve("dashboard.png")));
                Files.writeString(
                        evidence.resolve("dashboard-stats.json"),
                        String.valueOf(page.evaluate("() => JSON.stringify(window.osprey && window.osprey.stats())")));
            }

            assertThat(page.evaluate("() => window.osprey.stats().hall.mode")).isEqualTo("webcodecs");
            assertThat(page.url()).as("the code is gone from the address").doesNotContain("code=");
            assertThat(errors).isEmpty();
        }
    }
}
