package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;

import dev.manykitchens.report.Chromium;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Path;
import java.util.Map;

/// Takes the pictures of the documentation of a dashboard that is being served: `benchmarks/run
/// pictures`.
@Tag("browser")
@Tag("measures")
@EnabledIfSystemProperty(
        named = "dashboard.pictures",
        matches = ".+",
        disabledReason = "benchmarks/run pictures takes them")
class DashboardPicturesTest {

    private static final Map<Integer, Integer> HEIGHTS = Map.of(390, 844, 1280, 800, 1920, 1080);
    private static final double UNTIL_SOMETHING_HAPPENS_MILLIS = 60_000;

    @Test
    void picturesAreTaken() {
        Path folder = Path.of(System.getProperty("dashboard.pictures", ""));
        String url = System.getProperty("dashboard.url", "http://127.0.0.1:7072/");
        try (Chromium chromium = Chromium.open()) {
            HEIGHTS.forEach((width, height) -> {
                try (BrowserContext context =
                        chromium.context(
                                new Browser.NewContextOptions().setViewportSize(width, height))) {
                    Page page = context.newPage();
                    page.navigate(url);
                    assertThat(page.locator("[data-stage=stove]").first())
                            .isVisible(
                                    new LocatorAssertions.IsVisibleOptions()
                                            .setTimeout(UNTIL_SOMETHING_HAPPENS_MILLIS));
                    page.screenshot(
                            new Page.ScreenshotOptions()
                                    .setPath(folder.resolve("dashboard-%d.png".formatted(width))));
                }
            });
        }
    }
}
