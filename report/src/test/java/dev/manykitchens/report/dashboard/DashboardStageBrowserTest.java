package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.manykitchens.report.dashboard.StagedPlaybill.scenario;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.manykitchens.report.http.AccessToken;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What the page says of a scene, a scenario or a comparison from its beginning to its end, in a
/// real browser.
@Order(2)
class DashboardStageBrowserTest extends OpenedDashboard {

    private final AccessToken token = AccessToken.random();

    @Override
    StagedDashboard serve() throws IOException {
        return new StagedDashboard(Optional.of(new Acting(token, new StagedPlaybill())));
    }

    @ParameterizedTest
    @CsvSource({
        "PLAYED, 4 jobs in 1 s, tea-shop on threads:2 is over: 4 jobs in 1 s, 'over, played 1 time: 4 jobs in 1 s', false",
        "FAILED, no such pool, tea-shop on threads:2 failed: no such pool, failed: no such pool, true",
        "STOPPED, '', tea-shop on threads:2 was stopped, stopped, false"
    })
    void whoeverHadSomethingPlayedHearsHowItEnded(
            StageRow.Ending ending, String verdict, String answer, String shown, boolean bad) {
        visit("#token=" + token.text());
        open("scenes");
        button("Play: scenario tea-shop").click();
        assertThat(answer()).hasText("tea-shop on threads:2 is played");
        stage.dashboard.plays(scenario("threads:2", null, ""));
        showWhatIsNew();
        assertThat(answer()).hasText("tea-shop on threads:2 is played");

        stage.dashboard.plays(scenario("threads:2", ending, verdict));
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
        visit("#token=" + token.text());
        open("scenes");
        page.route(
                "**/actions/play",
                route -> {
                    stage.dashboard.plays(
                            scenario("threads:2", StageRow.Ending.FAILED, "no such pool"));
                    stage.tick();
                    route.resume();
                });

        button("Play: scenario tea-shop").click();
        showWhatIsNew();

        assertThat(answer()).hasText("tea-shop on threads:2 failed: no such pool");
    }

    @Test
    void whatWasMeasuredIsATableOnlyWhereSomethingWas() {
        show("scenes");
        Locator table = page.locator("#view-scenes table.promises");
        stage.dashboard.plays(scenario("threads:2", null, ""));
        showWhatIsNew();
        assertThat(table).isHidden();
        stage.dashboard.plays(scenario("threads:2", StageRow.Ending.STOPPED, ""));
        showWhatIsNew();
        assertThat(page.locator("#view-scenes h3 + p")).hasText("stopped");
        assertThat(table).isHidden();

        stage.dashboard.plays(
                scenario(
                        "threads:2",
                        null,
                        "",
                        new StageRow.PromiseRow("makespan", null, "1 s", null, "")));
        showWhatIsNew();
        assertThat(region("What was measured").locator("table")).isVisible();
        stage.dashboard.plays(
                scenario(
                        "threads:2",
                        null,
                        "",
                        new StageRow.PromiseRow("response p99", "below 1 s", "", null, "")));
        showWhatIsNew();
        assertThat(region("What was promised, beside what was measured").locator("table"))
                .isVisible();
    }

    @Test
    void aPoolWithFailedJobsSaysWhyItIsNotCompared() {
        ComparisonRow whole =
                new ComparisonRow("sequential", "done", 2, 2.0, 2.0, 4.0, 1.0, 0, null);
        show("runs");
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

    private Locator region(String name) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
