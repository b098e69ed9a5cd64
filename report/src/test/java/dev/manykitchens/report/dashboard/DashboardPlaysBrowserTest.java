package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.manykitchens.report.dashboard.StagedPlaybill.scenario;
import static dev.manykitchens.report.dashboard.StagedPlaybill.scene;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;

import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.http.AccessToken;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What the page has played, in a real browser, before a real server.
@Order(2)
class DashboardPlaysBrowserTest extends OpenedDashboard {

    private final AccessToken token = AccessToken.random();
    private final StagedPlaybill bill = new StagedPlaybill();

    @Override
    StagedDashboard serve() throws IOException {
        return new StagedDashboard(Optional.of(new Acting(token, bill)));
    }

    @Test
    void aSceneIsStartedAndStoppedAndItsPromisesStandBesideWhatWasMeasured() {
        visit("#token=" + token.text());
        open("scenes");
        assertThat(page.locator("[data-scene]")).hasCount(2);
        assertThat(page.locator("[data-scene]").last()).containsText("Is <b>one</b> stove enough?");

        button("Play: tea-shop").click();
        assertThat(answer()).hasText("tea-shop is played");
        button("Again and again: one-stove").click();
        assertThat(answer()).hasText("one-stove is played");
        assertThat(bill.asked).containsExactly("tea-shop once", "one-stove again");

        stage.dashboard.plays(
                scene(
                        "one-stove",
                        null,
                        true,
                        0,
                        "",
                        new StageRow.PromiseRow("threads:2", "1.00 s", "1.01 s", true, ""),
                        new StageRow.PromiseRow("threads:4", "2 x", null, null, "")));
        showWhatIsNew();
        assertThat(page.locator("#hands")).containsText("Playing one-stove, again and again");
        assertThat(page.locator("#view-scenes tbody tr")).hasCount(2);
        assertThat(page.locator("#view-scenes tbody tr").first())
                .hasText("threads:21.00 s1.01 syes");
        assertThat(button("Play: tea-shop")).isHidden();
        // No word is broken, where it is narrow either.
        page.setViewportSize(390, 844);
        assertThat(
                        page.evaluate(
                                """
                                () => [...document.querySelectorAll('#view-scenes tbody bdi, #view-scenes tbody td')]
                                    .map(each => {
                                      const text = document.createRange();
                                      text.selectNodeContents(each);
                                      return new Set([...text.getClientRects()].map(line => line.top)).size;
                                    })\
                                """))
                .isEqualTo(List.of(1, 1, 1, 1, 1, 1, 1, 0));
        page.setViewportSize(1280, 900);
        open("kitchens");
        button("Stop").click();
        assertThat(answer()).hasText("it is stopped");
        assertThat(bill.asked).last().isEqualTo("stop");

        stage.dashboard.plays(
                scene(
                        "one-stove",
                        StageRow.Ending.PLAYED,
                        true,
                        1,
                        "0 of 1 promises kept",
                        new StageRow.PromiseRow("threads:2", "1.00 s", "2.01 s", false, "why")));
        showWhatIsNew();
        open("scenes");
        assertThat(page.locator("#view-scenes"))
                .containsText("over, played 1 time: 0 of 1 promises kept");
        assertThat(page.locator("#view-scenes tbody tr")).containsText("no why");
        assertThat(page.locator("#hands p").first()).isHidden();
        assertThat(button("Play: tea-shop")).isVisible();
    }

    @Test
    void whoPlaysASceneByKeyboardIsAtTheButtonThatStopsIt() {
        visit("#token=" + token.text());
        open("scenes");
        button("Again and again: one-stove").focus();
        page.keyboard().press("Enter");
        assertThat(answer()).hasText("one-stove is played");
        stage.dashboard.plays(scene("one-stove", null, true, 0, ""));
        showWhatIsNew();
        assertThat(button("Stop: one-stove")).isFocused();
        assertThat(button("Play: tea-shop")).isHidden();

        page.keyboard().press("Space");
        assertThat(answer()).hasText("it is stopped");
        stage.dashboard.plays(scene("one-stove", StageRow.Ending.STOPPED, true, 0, ""));
        showWhatIsNew();
        assertThat(button("Play: one-stove")).isFocused();
        page.keyboard().press("Enter");
        stage.dashboard.plays(scene("one-stove", null, false, 0, ""));
        showWhatIsNew();

        // The other button that stops it has "Put the token away" beside it.
        assertThat(answer()).hasText("one-stove is played");
        button("Stop").focus();
        page.keyboard().press("Enter");
        assertThat(answer()).hasText("it is stopped");
        stage.dashboard.plays(scene("one-stove", StageRow.Ending.STOPPED, false, 0, ""));
        showWhatIsNew();
        assertThat(answer()).hasText("one-stove was stopped");
        assertThat(answer()).isFocused();
        assertThat(bill.asked).containsExactly("one-stove again", "stop", "one-stove once", "stop");
    }

    @Test
    void whoFindsNoKitchensIsShownWhereScenesArePlayed() {
        visit("#token=" + token.text());
        Locator hint = page.locator("[data-note=empty]");
        assertThat(hint)
                .hasText(
                        "No pool is open yet: kitchens appear here as soon as one is. Choose one of the"
                                + " Scenes to play.");
        hint.getByRole(AriaRole.LINK).focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("html")).hasAttribute("data-view", "scenes");
        assertThat(page.locator("#main")).isFocused();
        assertThat(page.locator("[data-scene]")).hasCount(2);

        open("kitchens");
        stage.dashboard.plays(scene("one-stove", null, false, 0, ""));
        showWhatIsNew();
        assertThat(hint).isVisible();
        assertThat(hint.locator("a")).isHidden();
        stage.openPools();
        showWhatIsNew();
        assertThat(hint).isHidden();
    }

    @Test
    void aScenarioIsStartedOnThePoolThatIsChosenByKeyboardAlone() {
        visit("#token=" + token.text());
        open("scenes");
        Locator scenario = page.locator("[data-scenario]");
        assertThat(scenario).hasCount(1);
        assertThat(scenario).containsText("What does a second <b>cook</b> change?");

        Locator pool = scenario.getByLabel("Pool");
        pool.focus();
        page.keyboard().press("ArrowDown");
        assertThat(pool).hasValue("processes:2");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(answer()).hasText("tea-shop on processes:2 is played");
        assertThat(bill.asked).containsExactly("tea-shop on processes:2 once");
        stage.dashboard.plays(scenario("processes:2", null, ""));
        showWhatIsNew();
        assertThat(page.locator("#hands")).containsText("Playing tea-shop on processes:2");
        // The scene of the same name is not what is played.
        assertThat(button("Stop: scenario tea-shop")).isVisible();
        assertThat(button("Stop: tea-shop")).isHidden();

        stage.dashboard.plays(
                scenario(
                        "processes:2",
                        StageRow.Ending.PLAYED,
                        "6 jobs in 1.20 s",
                        new StageRow.PromiseRow("makespan", null, "1.20 s", null, ""),
                        new StageRow.PromiseRow("failed jobs", null, "0 of 6", null, "really")));
        showWhatIsNew();
        assertThat(page.locator("#view-scenes h3").first()).hasText("tea-shop on processes:2");
        assertThat(page.locator("#view-scenes"))
                .containsText("over, played 1 time: 6 jobs in 1.20 s");
        // Nothing was promised, so there is no column for it.
        assertThat(page.locator("#view-scenes thead tr")).hasText("measured");
        assertThat(page.locator("#view-scenes tbody tr"))
                .hasText(new String[] {"makespan1.20 s", "failed jobs0 of 6 really"});
    }

    @Test
    void scenesBreakNoRuleOfAccessibilityAndAreNotWiderThanTheirWindow() throws IOException {
        stage.dashboard.plays(
                scene(
                        "tea-shop",
                        null,
                        true,
                        2,
                        "1 of 2 promises kept",
                        new StageRow.PromiseRow("threads:2", "1.00 s", "1.01 s", true, ""),
                        new StageRow.PromiseRow("threads:4", "2 x", "1 x", false, "why")));
        visit("#token=" + token.text());
        open("scenes");
        assertFine(Chromium.script("/axe.min.js"), "a scene is played");
        stage.dashboard.plays(scene("tea-shop", StageRow.Ending.STOPPED, true, 2, ""));
        showWhatIsNew();
        assertFine(Chromium.script("/axe.min.js"), "it is over");
    }
}
