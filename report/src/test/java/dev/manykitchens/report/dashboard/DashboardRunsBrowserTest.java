package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;

import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.diff.DiffText;
import dev.manykitchens.report.diff.RunDiff;
import dev.manykitchens.report.history.RunFolder;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Past runs and the memory map in a real browser, before a real server and a real folder.
@Order(1)
class DashboardRunsBrowserTest extends OpenedDashboard {
    private static final RunFile WHOLE = RecordedRuns.read("whole");

    /// The same, measured later.
    private static final RunFile AGAIN =
            RunFile.parse(WHOLE.toJson().replace(WHOLE.created(), "2026-05-05T05:05:05Z"), "again");

    @TempDir private Path data;

    private Path runs() {
        return data.resolve("runs");
    }

    /// The page asks anew for the list of runs each 3 s.
    private void askAnew() {
        passOnThePage(Duration.ofSeconds(3));
    }

    @Override
    StagedDashboard serve() throws IOException {
        Path _ = Files.createDirectories(runs());
        return new StagedDashboard(RunShelf.of(Optional.of(RunFolder.in(data))));
    }

    @Test
    void runsAreListedTheNewestFirstAndThoseOfOtherCommandsAppear() throws IOException {
        keep("20260101T000000.000Z-old", WHOLE);
        Files.writeString(runs().resolve("broken.json"), "{");
        haveTimeInHand();
        show("runs");

        assertThat(rows()).hasCount(2);
        assertThat(row("20260101T000000.000Z-old")).containsText(WHOLE.scenario().title());
        assertThat(row("20260101T000000.000Z-old")).containsText("measured");
        assertThat(row("unreadable broken.json")).containsText("a run must be JSON");
        assertThat(row("unreadable broken.json").locator("button:visible, input:visible"))
                .hasCount(0);

        RunFile later =
                RunFile.parse(
                        AGAIN.toJson().replace(AGAIN.created(), "2099-01-01T00:00:00Z"), "later");
        keep("new", later);
        askAnew();
        assertThat(rows()).hasCount(3);
        assertThat(rows().first()).hasAttribute("data-run", "new");
        assertThat(page.locator("[data-note=runs]"))
                .hasText("2 runs and 1 file that cannot be read as one, the newest first.");
    }

    @Test
    void aRunIsOpenedAndItsReportStandsApart() throws IOException {
        keep("whole", WHOLE);
        show("runs");

        row("whole").getByRole(AriaRole.BUTTON).click();

        Locator opened = page.locator("[data-opened]");
        assertThat(opened.locator("h3")).isFocused();
        List<String> pools = WHOLE.ranked().stream().map(pool -> pool.pool()).toList();
        assertThat(opened.locator("tbody th")).hasText(pools.toArray(String[]::new));
        assertThat(opened).containsText(WHOLE.verdict().words().getFirst());

        Page report = context.waitForPage(() -> row("whole").getByRole(AriaRole.LINK).click());
        assertThat(report.locator("h1")).containsText(WHOLE.scenario().title());
        assertThat(report.locator("#memory")).isVisible();
        // What stands apart has no part in where it comes from.
        assertThat(report.evaluate("() => window.origin")).isEqualTo("null");
        report.close();

        opened.getByRole(AriaRole.BUTTON).click();
        assertThat(opened).isHidden();
    }

    @Test
    void twoThatAreChosenAreComparedAsKitchenDiffDoes() throws IOException {
        RunFile slower = slower();
        keep("before", WHOLE);
        keep("after", slower);
        show("runs");
        Locator compare = page.locator("#compare-runs");
        assertThat(compare).isDisabled();

        radio("before", "after").check();
        radio("after", "after").check();
        assertThat(compare).isDisabled();
        radio("before", "before").check();
        compare.click();

        RunDiff diff = RunDiff.of(WHOLE, slower);
        Locator shown = page.locator("[data-diff]");
        assertThat(shown.locator("h3")).isFocused();
        for (DiffText.Row pool : DiffText.rows(diff)) {
            assertThat(shown.locator("tr[data-pool-name='%s'] td".formatted(pool.pool())))
                    .hasText(
                            new String[] {
                                pool.before(),
                                pool.after(),
                                pool.ratio(),
                                pool.change(),
                                pool.rounds()
                            });
        }
        assertThat(shown.locator(".words").last().locator("li"))
                .hasText(DiffText.words(diff).toArray(String[]::new));
    }

    /// The same, but the first pool takes twice as long.
    private static RunFile slower() {
        JsonNode run = Json.tree(AGAIN.toJson());
        ObjectNode pool = (ObjectNode) run.get("pools").get(0);
        pool.put("mean", 2 * pool.get("mean").asDouble());
        ArrayNode times = pool.putArray("times");
        for (double time : WHOLE.pools().getFirst().times()) {
            times.add(2 * time);
        }
        return RunFile.parse(run.toString(), "slower");
    }

    @Test
    void twoThatCannotBeComparedAreRefusedInWords() throws IOException {
        keep("rounds", WHOLE);
        keep("load", RecordedRuns.read("load"));
        show("runs");

        radio("before", "rounds").check();
        radio("after", "load").check();
        page.locator("#compare-runs").click();

        assertThat(page.locator("[data-diff]")).containsText("These two cannot be compared");
        assertThat(page.locator("[data-diff]")).containsText("the second is of a load");
    }

    @Test
    void withoutAFolderThePageSaysHowToKeepRunsAndShowsItsOwn() throws IOException {
        RunShelf shelf = RunShelf.withoutFolder();
        stage.close();
        stage = new StagedDashboard(shelf);
        haveTimeInHand();
        show("runs");
        assertThat(page.locator("[data-note=runs]")).containsText("add --data DIR");
        assertThat(rows()).hasCount(0);

        stage.dashboard.compares(
                List.of(new ComparisonRow("threads:2", "open", 3, 0.5, 0.4, 20.0, 1.0, 0, null)));
        showWhatIsNew();
        assertThat(page.locator("#view-runs .now tbody td"))
                .hasText(
                        new String[] {
                            "threads:2", "open", "3", "500 ms", "400 ms", "20.0", "1.00"
                        });

        shelf.finished(WHOLE, Optional.empty());
        askAnew();
        assertThat(rows()).hasCount(1);
        assertThat(rows().first()).containsText("of this command");
        Page report = context.waitForPage(() -> rows().first().getByRole(AriaRole.LINK).click());
        assertThat(report.locator("h1")).containsText(WHOLE.scenario().title());
        report.close();
        // A report has no scripts, and time in hand is one.
        heard.removeIf(line -> line.contains("Blocked script execution"));
    }

    @Test
    void whatCanBeDoneWithARunIsInSightWhereItIsNarrow() throws IOException {
        keep("before", WHOLE);
        keep("after", AGAIN);
        page.setViewportSize(390, 844);
        show("runs");
        assertThat(rows()).hasCount(2);

        for (Locator control : row("before").locator("button, a, input").all()) {
            BoundingBox box = control.boundingBox();
            assertThat(box.x).isGreaterThanOrEqualTo(0);
            assertThat(box.x + box.width).isLessThanOrEqualTo(390);
        }
        // What is drawn as a card is a table still, for whoever has it read out.
        assertThat(page.getByRole(AriaRole.TABLE).last().getByRole(AriaRole.ROW)).hasCount(3);
        assertThat(row("before").getByRole(AriaRole.CELL)).hasCount(7);
    }

    @Test
    void whoClosesWhatWasOpenedIsWhereItWasOpenedFrom() throws IOException {
        keep("before", WHOLE);
        keep("after", AGAIN);
        haveTimeInHand();
        show("runs");
        row("before").getByRole(AriaRole.BUTTON).focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-opened] h3")).isFocused();
        page.locator("[data-opened] button").focus();
        page.keyboard().press("Enter");
        assertThat(row("before").getByRole(AriaRole.BUTTON)).isFocused();

        radio("before", "before").check();
        radio("after", "after").check();
        page.locator("#compare-runs").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-diff] h3")).isFocused();
        page.locator("[data-diff] button").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#compare-runs")).isFocused();

        // A run whose file is taken away takes its buttons with it.
        row("after").getByRole(AriaRole.BUTTON).focus();
        Files.delete(runs().resolve("after.json"));
        askAnew();
        assertThat(rows()).hasCount(1);
        assertThat(row("before").locator(":focus")).hasCount(1);
    }

    @Test
    void namesOfStrangersAreTextAndNothingElse() throws IOException {
        keep("hostile", RecordedRuns.hostile());
        keep("again", RecordedRuns.hostile());
        Files.writeString(runs().resolve("<img src=x onerror=alert(1)>.json"), "{}");
        show("runs");
        row("hostile").getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("[data-opened] tbody")).containsText("<script>alert(1)</script>");
        radio("before", "hostile").check();
        radio("after", "again").check();
        page.locator("#compare-runs").click();
        assertThat(page.locator("[data-diff] tbody")).containsText("<script>alert(1)</script>");

        assertThat(page.locator("body img, body script, [onerror]")).hasCount(0);
        for (int width : new int[] {390, 1280}) {
            page.setViewportSize(width, 900);
            assertNotWiderThanItsWindow("at " + width);
        }
    }

    @Test
    void noRuleOfAccessibilityIsBroken() throws IOException {
        String axe = Chromium.script("/axe.min.js");
        keep("before", WHOLE);
        keep("after", AGAIN);
        Files.writeString(runs().resolve("broken.json"), "{");
        stage.openPools();
        stage.measured("w1", 50_000_000, 20_000_000, 64_000_000);
        stage.measured("w2", 40_000_000, 10_000_000, 64_000_000);
        show("runs");
        row("before").getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("[data-opened]")).isVisible();
        radio("before", "before").check();
        radio("after", "after").check();
        page.locator("#compare-runs").click();
        assertThat(page.locator("[data-diff]")).isVisible();

        for (String view : List.of("runs", "memory")) {
            page.locator("#views a[href='#%s']".formatted(view)).click();
            assertThat(page.locator("html")).hasAttribute("data-view", view);
            showWhatIsNew();
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                for (int width : new int[] {1920, 390, 1280}) {
                    page.setViewportSize(width, 900);
                    String where = "%s, %s, %d px".formatted(view, theme, width);
                    assertNotWiderThanItsWindow(where);
                    if (width < 1920) {
                        assertThat(violations(axe)).as(where).isEqualTo(List.of());
                    }
                }
            }
        }
    }

    @Test
    void memoryIsDrawnToScaleWithItsFiguresBelow() {
        stage.openPools();
        stage.measured("w1", 50_000_000, 20_000_000, 64_000_000);
        stage.measured("w2", 25_000_000, 5_000_000, 64_000_000);
        show("memory");

        Locator threads = map("threads:2");
        assertThat(threads).containsText("one process: one heap for 2 threads");
        assertThat(threads).containsText("100 MB in all · started in 3.00 ms");
        assertThat(threads.locator("tbody td"))
                .hasText(new String[] {"2", "100 MB", "50 MB", "90 MB"});
        Locator processes = map("processes:2");
        assertThat(processes).containsText("2 processes: 2 heaps for 4 threads");
        assertThat(processes.locator(".map-box")).hasCount(2);
        double whole = width(threads.locator(".map-box"));
        assertThat(width(processes.locator(".map-box").nth(0)) / whole)
                .isCloseTo(0.5, org.assertj.core.data.Offset.offset(0.01));
        assertThat(width(processes.locator(".map-box").nth(1)) / whole)
                .isCloseTo(0.25, org.assertj.core.data.Offset.offset(0.01));
    }

    @Test
    void aPoolThatOpensSaysSoAndResourcesShowWhoIsInLine() {
        stage.dashboard.pool(stage.pool("processes:9"));
        stage.openPools();
        stage.awaits("w1", "oven", JobStage.CPU, JobStage.RESOURCE);
        stage.awaits("w2", "oven", JobStage.RESOURCE, JobStage.RESOURCE);
        show("kitchens");

        assertThat(page.locator("[data-ready=false]")).containsText("opening");
        Locator oven = page.locator("[data-resource]");
        assertThat(oven).containsText("oven 3 in line");
        stage.use("oven", 2);
        stage.awaits("w2", "oven", JobStage.CPU, JobStage.RESOURCE);
        showWhatIsNew();
        assertThat(oven).containsText("2 permits");
        assertThat(oven).containsText("2 in line");
    }

    private static double width(Locator element) {
        return element.boundingBox().width;
    }

    private Locator map(String pool) {
        return page.locator("[data-map]")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.locator(
                                                "h3", new Page.LocatorOptions().setHasText(pool))));
    }

    private Locator rows() {
        return page.locator("tr[data-run]");
    }

    private Locator row(String id) {
        return page.locator("tr[data-run='%s']".formatted(id));
    }

    private Locator radio(String side, String id) {
        return row(id).locator("input[name=run-%s]".formatted(side));
    }

    private void keep(String id, RunFile run) throws IOException {
        Path part = Files.writeString(runs().resolve("." + id), run.toJson());
        Files.move(part, runs().resolve(id + ".json"));
    }
}
