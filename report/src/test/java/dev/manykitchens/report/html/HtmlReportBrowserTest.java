package dev.manykitchens.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.RecordedRuns;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class HtmlReportBrowserTest {

    private static final int[] WIDTHS = {360, 800, 1600};

    @TempDir static Path folder;

    private Chromium chromium;
    private String inspection = "";

    @BeforeAll
    void openBrowser() throws IOException {
        chromium = Chromium.open();
        inspection = Chromium.script("/inspect-page.js");
    }

    @AfterAll
    void closeBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whole",
                "one-job",
                "one-pool",
                "many",
                "failed",
                "interrupted",
                "no-round",
                "load",
                "hostile"
            })
    void aPageIsWholeAtEveryWidthInBothThemesAndAsksNobody(String name) throws IOException {
        Path file = folder.resolve(name + ".html");
        Files.writeString(
                file,
                HtmlReport.of(
                        name.equals("hostile") ? RecordedRuns.hostile() : RecordedRuns.read(name)));
        List<String> heard = new ArrayList<>();

        try (BrowserContext context = chromium.context(new Browser.NewContextOptions())) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> heard.add("console: " + message.text()));
            page.onPageError(error -> heard.add("error: " + error));
            page.onRequest(request -> {
                if (!request.url().equals(file.toUri().toString())) {
                    heard.add("request: " + request.url());
                }
            });
            page.route("http*://**", route -> route.abort());
            page.navigate(file.toUri().toString());

            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                for (int width : WIDTHS) {
                    page.setViewportSize(width, 900);
                    Object complaints = page.evaluate(inspection, theme.name());
                    assertThat(complaints)
                            .as("%s at %d px, %s", name, width, theme)
                            .isEqualTo(List.of());
                }
            }
        }

        assertThat(heard).isEmpty();
    }
}
