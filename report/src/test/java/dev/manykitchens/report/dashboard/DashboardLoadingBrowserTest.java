package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.http.AccessToken;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the page loads at its start and what only when it is opened, in a real browser.
@Order(2)
class DashboardLoadingBrowserTest extends OpenedDashboard {

    /// What may be loaded before a view is opened, unpacked.
    private static final long MOST_BYTES = 200_000;

    private final List<Response> loaded = new ArrayList<>();

    @Override
    StagedDashboard serve() throws IOException {
        return new StagedDashboard(Optional.of(new Acting(AccessToken.random(), new OneScene())));
    }

    @Override
    boolean isExpected(String line) {
        // The browser itself says what it could not have.
        return line.contains("net::ERR_");
    }

    @BeforeEach
    void listen() {
        page.onResponse(response -> {
            if (!response.url().endsWith("/events") && !response.url().startsWith("data:")) {
                loaded.add(response);
            }
        });
    }

    @Test
    void littleIsLoadedBeforeAViewIsOpenedAndEachOfThemComesWhenItIs() {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 10);
        stage.finish(stage.processes, "w1", 1, 0, 3, Outcome.Kind.SUCCEEDED);
        show("kitchens");
        assertThat(page.locator("[data-kitchen]")).hasCount(3);

        long bytes = 0;
        for (Response response : loaded) {
            assertThat(response.status()).as(response.url()).isEqualTo(200);
            bytes += response.body().length;
        }
        assertThat(bytes).as("%s", names()).isBetween(1L, MOST_BYTES);
        assertThat(names())
                .contains("main.mjs", "app.css", "timeline-view.mjs")
                .doesNotContain("charts-view.mjs", "memory-view.mjs", "scenes-view.mjs")
                .doesNotContain("runs-view.mjs", "uPlot.iife.min.js");

        // The stream goes on: what is opened later shows what was told before, and goes along.
        stage.finish(stage.processes, "w1", 1, 3, 2, Outcome.Kind.SUCCEEDED);
        showWhatIsNew();
        open("memory");
        assertThat(page.locator("[data-map]")).hasCount(2);
        stage.measured("w1", 50_000_000, 20_000_000, 64_000_000);
        showWhatIsNew();
        assertThat(page.locator("[data-map]").last()).containsText("50 MB");
        open("scenes");
        assertThat(page.locator("[data-scene]")).containsText("Three teas: how long?");
        open("runs");
        assertThat(page.locator("[data-note=runs]")).containsText("Runs are not kept here");
        open("charts");
        assertThat(page.locator(".plot canvas")).hasCount(8);
        assertThat(page.locator("[data-chart=queue] strong").first()).hasText("5");
        open("timeline");
        assertThat(page.locator("[data-note=timeline]")).containsText("6 rows, 5 bars.");
        assertThat(later()).hasCount(0);
        assertThat(names()).doesNotHaveDuplicates();
    }

    @Test
    void aViewThatTheAddressNamesIsThereFromTheBeginning() {
        stage.openPools();
        show("memory");

        assertThat(page.locator("[data-map]")).hasCount(2);
        open("kitchens");
        assertThat(page.locator("[data-kitchen]")).hasCount(3);
    }

    @Test
    void aViewThatCannotBeLoadedSaysSoInOneLine() {
        page.route("**/past-runs.mjs", Route::abort);
        stage.openPools();
        show("kitchens");
        open("runs");

        assertThat(page.locator("#view-runs p"))
                .hasText("Runs could not be loaded: load this page anew.");
        open("memory");
        assertThat(page.locator("[data-map]")).hasCount(2);
        page.unroute("**/past-runs.mjs");
        page.reload();
        open("runs");
        assertThat(page.locator("[data-note=runs]")).containsText("Runs are not kept here");
    }

    @Test
    void aViewThatIsOpenedWhileTheProgramIsAwayComesWhenItIsBack() throws IOException {
        stage.openPools();
        haveTimeInHand();
        show("kitchens");
        stage.stopServer();
        assertThat(page.locator("html")).hasAttribute("data-connection", "broken");
        open("memory");
        assertThat(page.locator("#view-memory p"))
                .hasText(
                        "Memory cannot be loaded now: this view appears as soon as the connection is back.");

        open("kitchens");
        open("memory");
        stage.startServer();
        // A stream that is silent for 6 s is taken for dead, and opened anew after a while.
        passOnThePage(Duration.ofSeconds(6));
        passOnThePage(Duration.ofSeconds(1));
        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> {
                    stage.tick();
                    return page.locator("[data-map]").count() == 2;
                });
        assertThat(page.locator("html")).hasAttribute("data-connection", "connected");
    }

    @Test
    void aViewIsLoadedAlthoughTheStreamIsBrokenWhenTheProgramAnswers() {
        stage.openPools();
        show("kitchens");
        stage.cutConnections();
        assertThat(page.locator("html")).hasAttribute("data-connection", "broken");
        open("runs");

        assertThat(page.locator("[data-note=runs]")).containsText("Runs are not kept here");
        stage.letIn();
    }

    @Test
    void whatDrawsTheChartsIsAskedForAgainWhenTheyAreOpenedAgain() {
        page.route("**/uPlot.iife.min.js", Route::abort);
        stage.openPools();
        show("kitchens");
        open("charts");
        stage.tick();
        assertThat(page.locator("#view-charts p.soft").first())
                .hasText(
                        "What draws the charts could not be loaded: open them again once the program"
                                + " answers.");
        page.unroute("**/uPlot.iife.min.js");
        open("kitchens");
        open("charts");
        stage.tick();
        assertThat(page.locator(".plot canvas")).hasCount(8);
    }

    private static final class OneScene implements Playbill {
        @Override
        public List<Piece> pieces() {
            return List.of(
                    new Piece(Piece.Kind.SCENE, "tea-shop", "Three teas: how long?", List.of()));
        }

        @Override
        public String play(PlayRequest request) {
            throw new AssertionError("nobody asked for it");
        }

        @Override
        public String stop() {
            throw new AssertionError("nobody asked for it");
        }
    }

    private List<String> names() {
        return loaded.stream()
                .map(response -> response.url().substring(response.url().lastIndexOf('/') + 1))
                .toList();
    }

    /// The lines that stand in the place of a view.
    private Locator later() {
        return page.locator("[data-note=later]");
    }
}
