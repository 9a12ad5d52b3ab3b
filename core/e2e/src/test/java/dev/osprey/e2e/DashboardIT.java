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
                awaitCount(page, "shown", 30, 30);
                awaitCount(page, "overlayMatched", 20, 60);
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

    /** Waits until the page says that it has done something often enough. (Its content policy forbids polling there.) */
    private static void awaitCount(Page page, String counter, int more, int seconds) {
        String expression = "() => window.osprey?.stats().hall?." + counter + " ?? 0";
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        int count = 0;
        while (count <= more && System.nanoTime() < deadline) {
            page.waitForTimeout(250);
            count = ((Number) page.evaluate(expression)).intValue();
        }
        assertThat(count).as(counter + " within " + seconds + " s").isGreaterThan(more);
    }
}
