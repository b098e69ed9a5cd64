package dev.manykitchens.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Debian's chromium without a window. To be used by one thread at a time.
public final class Chromium implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private static final List<String> FLAGS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright) {
        this.playwright = playwright;
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(PROGRAM)
                                        .setArgs(FLAGS));
    }

    /// Starts it; where there is none, the test that asks is skipped, and the reason printed.
    public static Chromium open() {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                "there is no %s; apt-get install chromium".formatted(PROGRAM));
        return new Chromium(
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    }

    /// A context of its own: no storage, and nothing else, is shared with others.
    public BrowserContext context(Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    /// A script that lies on the class path of the tests.
    public static String script(String resource) throws IOException {
        try (InputStream script =
                Objects.requireNonNull(Chromium.class.getResourceAsStream(resource), resource)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
