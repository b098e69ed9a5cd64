package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.http.AccessToken;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the page says of a scene, a scenario or a comparison from its beginning to its end, in a
/// real browser.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class DashboardStageBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AccessToken token = AccessToken.random();
    private final List<String> heard = new ArrayList<>();

    private Chromium chromium;
    private StagedDashboard stage;
    private BrowserContext context;
    private Page page;

    /// Says that it plays whatever it is asked for.
    private static final class Bill implements Playbill {
        @Override
        public List<Piece> pieces() {
            return List.of(
                    Piece.scene("one-stove", "Is one stove enough?"),
                    Piece.scenario("rush", "How long?", List.of("threads:2")));
        }

        @Override
        public String play(PlayRequest request) {
            return request.name() + " is played";
        }

        @Override
        public String stop() {
            return "it is stopped";
        }
    }

    @BeforeAll
    void openBrowser() {
        chromium = Chromium.open();
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
    }

    @AfterAll
    void closeBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openPage() throws IOException {
        stage = new StagedDashboard(Optional.of(new Acting(token, new Bill())));
        heard.clear();
        context = chromium.context(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page = context.newPage();
        page.onConsoleMessage(message -> heard.add("console: " + message.text()));
        page.onPageError(error -> heard.add("error: " + error));
    }

    @AfterEach
    void closePage() {
        context.close();
        stage.close();
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PLAYED, 4 jobs in 1 s, rush on threads:2 is over: 4 jobs in 1 s, over: 4 jobs in 1 s, false",
        "FAILED, no such pool, rush on threads:2 failed: no such pool, failed: no such pool, true",
        "STOPPED, '', rush on threads:2 was stopped, stopped, false"
    })
    void whoeverHadSomethingPlayedHearsHowItEnded(
            StageRow.Ending ending, String verdict, String answer, String shown, boolean bad) {
        show("#token=" + token.text());
        page.locator("#views a[href='#scenes']").click();
        button("Play: scenario rush").click();
        assertThat(answer()).hasText("rush is played");
        stage.dashboard.plays(rush(null, ""));
        showWhatIsNew();
        assertThat(answer()).hasText("rush is played");

        stage.dashboard.plays(rush(ending, verdict));
        showWhatIsNew();

        assertThat(answer()).hasText(answer);
        assertThat(page.locator("#view-scenes h3 + p")).hasText(shown);
        if (bad) {
            assertThat(answer()).hasAttribute("data-bad", "");
        } else {
            assertThat(page.locator("#hands [role=status]:not([data-bad])")).hasCount(1);
        }
        // The next one is not confused with the one before.
        button("Play: one-stove").click();
        assertThat(answer()).hasText("one-stove is played");
        showWhatIsNew();
        assertThat(answer()).hasText("one-stove is played");
    }

    @Test
    void whatEndsBeforeTheAnswerComesHasEndedAllTheSame() {
        show("#token=" + token.text());
        page.locator("#views a[href='#scenes']").click();
        page.route(
                "**/actions/play",
                route -> {
                    stage.dashboard.plays(rush(StageRow.Ending.FAILED, "no such pool"));
                    stage.tick();
                    route.resume();
                });

        button("Play: scenario rush").click();
        showWhatIsNew();

        assertThat(answer()).hasText("rush on threads:2 failed: no such pool");
    }

    @Test
    void whatWasMeasuredIsATableOnlyWhereSomethingWas() {
        show("#scenes");
        Locator table = page.locator("#view-scenes table.promises");
        stage.dashboard.plays(rush(null, ""));
        showWhatIsNew();
        assertThat(table).isHidden();
        stage.dashboard.plays(rush(StageRow.Ending.STOPPED, ""));
        showWhatIsNew();
        assertThat(page.locator("#view-scenes h3 + p")).hasText("stopped");
        assertThat(table).isHidden();

        stage.dashboard.plays(
                row(null, "", new StageRow.PromiseRow("makespan", null, "1 s", null, "")));
        showWhatIsNew();
        assertThat(region("What was measured").locator("table")).isVisible();
        stage.dashboard.plays(
                row(null, "", new StageRow.PromiseRow("response p99", "below 1 s", "", null, "")));
        showWhatIsNew();
        assertThat(region("What was promised, beside what was measured").locator("table"))
                .isVisible();
    }

    @Test
    void aPoolWithFailedJobsSaysWhyItIsNotCompared() {
        ComparisonRow whole = new ComparisonRow("sequential", "done", 2, 2.0, 2.0, 4.0, 1.0);
        show("#runs");
        stage.dashboard.compares(List.of(whole));
        showWhatIsNew();
        Locator now = page.locator("#view-runs .now");
        assertThat(now.locator("th").last()).hasText("speedup");
        assertThat(now.locator("ul")).isHidden();

        stage.dashboard.compares(
                List.of(
                        whole,
                        new ComparisonRow(
                                "threads:2", "done", 2, 0.1, 0.1, 80.0, null, 3, "3 jobs failed")));
        showWhatIsNew();

        assertThat(now.locator("tbody tr").last().locator("td"))
                .hasText(
                        new String[] {
                            "threads:2", "done", "2", "100 ms", "100 ms", "80.0", "–", "3"
                        });
        assertThat(now.locator("th").last()).hasText("failed");
        assertThat(now.locator("li")).hasText(new String[] {"threads:2: 3 jobs failed"});
    }

    private static StageRow rush(StageRow.@Nullable Ending ending, String verdict) {
        return row(ending, verdict);
    }

    private static StageRow row(
            StageRow.@Nullable Ending ending, String verdict, StageRow.PromiseRow... promises) {
        return new StageRow(
                Piece.Kind.SCENARIO,
                "rush",
                "threads:2",
                ending == null,
                ending,
                false,
                0,
                verdict,
                List.of(promises));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator region(String name) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator answer() {
        return page.locator("#hands [role=status]");
    }

    private void show(String hash) {
        page.navigate(stage.url() + hash);
        showWhatIsNew();
    }

    /// Waits until the page shows what was told so far.
    private void showWhatIsNew() {
        stage.tick();
        long due = stage.dashboard.frames().last();
        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> {
                    stage.tick();
                    return shownFrame() >= due;
                });
    }

    private long shownFrame() {
        String frame = page.locator("html").getAttribute("data-frame");
        return frame == null ? 0 : Long.parseLong(frame);
    }
}
