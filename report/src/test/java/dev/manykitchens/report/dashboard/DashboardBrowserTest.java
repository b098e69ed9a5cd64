package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.Chromium;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The page in a real browser, before a real server; events and time are the test's.
@Order(1)
class DashboardBrowserTest extends OpenedDashboard {

    private static final List<String> VIEWS = List.of("kitchens", "timeline", "charts");

    @Override
    StagedDashboard serve() throws IOException {
        return new StagedDashboard();
    }

    @Test
    void figuresAreThoseThatWereToldAndPoolsStandSideBySide() {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 1_234);
        stage.submit(stage.threads, 1, "wait_io", 7);
        stage.assign("w1", 1, 1, 0, 4);
        stage.runs("w1", 1, JobStage.CPU, JobStage.WAIT);
        stage.runs("w2", 1, JobStage.STOVE);
        stage.finish(stage.processes, "w1", 1, 0, 3, Outcome.Kind.SUCCEEDED);
        stage.finish(stage.processes, "w1", 1, 3, 1, Outcome.Kind.FAILED);
        stage.measured("w1", 50_000_000, 20_000_000, 64_000_000);
        stage.use("espresso-machine", 2);
        show("kitchens");

        assertThat(total("submitted")).hasText("1,241");
        assertThat(total("queued")).hasText("1,235");
        assertThat(total("running")).hasText("2");
        assertThat(total("succeeded")).hasText("3");
        assertThat(total("failed")).hasText("1");
        assertThat(total("cancelled")).hasText("0");
        assertThat(total("retried")).hasText("0");
        assertThat(total("workers_lost")).hasText("0");
        assertThat(page.locator("#title")).hasText("kitchen compare");
        assertThat(page.locator("#about"))
                .hasText(
                        Pattern.compile(
                                "Many Kitchens 1\\.2, started [-\\d]{10} [:\\d]{8}; the clock of this"
                                        + " page stands at \\d+ ms\\."));

        Locator processes = pool("processes:2");
        assertThat(processes.locator("[data-figure=queued]")).hasText("1,230");
        assertThat(processes.locator("[data-figure=succeeded]")).hasText("3");
        assertThat(processes).containsText("2 JVMs, each with its own heap");
        assertThat(processes.locator("[data-kitchen]")).hasCount(2);
        assertThat(processes.locator("[data-resource]")).containsText("espresso-machine 2 permits");
        assertThat(processes.locator("[data-batch]"))
                .containsText("compute_square batch 1: 4 of 1,234");
        assertThat(kitchen("w1")).containsText("One JVM for 2 cooks: 50 MB, heap 20 MB of 64 MB");
        assertThat(kitchen("w1").locator("[data-lane='0']")).hasAttribute("data-stage", "cpu");
        assertThat(kitchen("w1").locator("[data-lane='1']")).hasAttribute("data-stage", "wait");
        assertThat(kitchen("w2").locator("[data-lane='0']")).hasAttribute("data-stage", "stove");
        assertThat(kitchen("w2").locator("[data-lane='1']")).hasAttribute("data-stage", "idle");

        Locator threads = pool("threads:2");
        assertThat(threads).containsText("one JVM, one heap");
        assertThat(threads.locator("[data-kitchen]")).hasCount(1);
        assertThat(threads.locator("[data-kitchen]"))
                .containsText("One JVM for 2 cooks: 100 MB, heap 50 MB of 90 MB");
        assertThat(threads.locator("[data-figure=queued]")).hasText("5");
    }

    @Test
    void aPoolInsideThisJvmHasItsOwnNameOnTheTimelineBesideOthers() {
        stage.openPools();
        show("timeline");

        assertThat(
                        page.evaluate(
                                """
                                async () => {
                                  const { nameOf } = await import('./dashboard/timeline-canvas.mjs');
                                  const row = (pool, kitchen, mark = '') => ({ pool: { name: pool, mark }, kitchen: { name: kitchen } });
                                  const fits = (text) => text.length < 12;
                                  return [nameOf(row('threads:2', 'local'), true, fits), nameOf(row('threads:2', 'local'), false, fits),
                                    nameOf(row('processes:2', 'w1'), true, fits), nameOf(row('processes:2', 'w1'), false, fits),
                                    nameOf(row('threads:2', 'local', '2nd'), true, fits), nameOf(row('processes:2', 'w1', '2nd'), true, fits),
                                    nameOf(row('p:2', 'w1', '2nd'), true, () => true)];
                                }
                                """))
                .isEqualTo(
                        List.of(
                                "threads:2",
                                "local",
                                "w1",
                                "w1",
                                "thre… (2nd)",
                                "2nd · w1",
                                "p:2 (2nd) · w1"));
    }

    @Test
    void onlyWhatIsKnownOfAKitchenIsSaid() {
        stage.openPools();
        stage.processes.accept(
                new RunEvent.WorkerDescribed(
                        stage.now(), "w2", new WorkerFacts(0, 2, 4_000_000_000L, "1.2")));
        show("kitchens");

        assertThat(kitchen("w1").locator(".where")).hasText("host, pid 7");
        assertThat(kitchen("w1").locator(".stove-words")).hasText("0 computing");
        assertThat(kitchen("w2").locator(".where")).hasText("host, pid 7, version 1.2");
        assertThat(kitchen("w2").locator(".stove-words"))
                .hasText("0 computing, no stoves but the cores");
    }

    @Test
    void eachViewOpensAndShowsWhatWasTold() {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 10);
        stage.finish(stage.processes, "w1", 1, 0, 3, Outcome.Kind.SUCCEEDED);
        show("kitchens");
        assertThat(page.locator("#view-kitchens")).isVisible();

        link("Timeline").click();
        assertThat(page.locator("html")).hasAttribute("data-view", "timeline");
        assertThat(page.locator("#view-kitchens")).isHidden();
        // Six cooks: two threads here, two in each of the processes.
        assertThat(page.locator(".gantt canvas")).hasAttribute("data-rows", "6");
        assertThat(page.locator("[data-note=timeline]")).containsText("6 rows, 3 bars.");
        page.locator(".gantt").focus();
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator(".job-details")).containsText("compute_square");

        link("Charts").click();
        assertThat(page.locator("html")).hasAttribute("data-view", "charts");
        assertThat(page.locator(".plot canvas")).hasCount(8);
        assertThat(chart("queue").locator("strong").first()).hasText("7");
        assertThat(chart("slots").locator("strong").nth(1)).hasText("6");
        assertThat(chart("throughput").locator("strong")).not().hasText("0 jobs/s");
        for (String seconds : List.of("5", "300", "30")) {
            page.locator("button[data-window='%s']".formatted(seconds)).click();
            assertThat(page.locator("button[data-window][aria-pressed=true]"))
                    .hasAttribute("data-window", seconds);
        }
    }

    @Test
    void jobsWhoseClientWentAwayAreSaidInWordsAndAreNoAlarm() {
        stage.openPools();
        show("kitchens");
        assertThat(total("orphaned")).isHidden();
        assertThat(total("settled_elsewhere")).isHidden();

        stage.submit(stage.processes, 1, "compute_square", 10);
        stage.finish(stage.processes, "w1", 1, 0, 3, Outcome.Kind.SUCCEEDED);
        stage.finish(stage.processes, "", 1, 3, 7, Outcome.Kind.ORPHANED);
        stage.processes.accept(new RunEvent.BatchFinished(stage.now(), 1, 3, 7));
        stage.submit(stage.processes, 2, "compute_square", 10);
        stage.processes.accept(
                new RunEvent.JobsFinished(
                        stage.now(),
                        2,
                        "",
                        JobColumns.unreported(
                                0, 3, 0, Outcome.Kind.CANCELLED, stage.now(), stage.now())));
        showWhatIsNew();

        assertThat(total("submitted")).hasText("20");
        assertThat(total("settled_elsewhere")).hasText("3");
        assertThat(total("orphaned")).hasText("7");
        assertThat(total("orphaned").locator("..")).not().hasAttribute("data-some", "");
        assertThat(total("cancelled")).hasText("0");
        assertThat(pool("processes:2"))
                .containsText("done of 10 jobs, 7 orphaned: their client went away");
        assertThat(page.locator("[data-batch]").last())
                .containsText("batch 1: 3 of 10, 7 orphaned: their client went away");
        assertThat(page.locator("[data-batch]").first())
                .containsText("batch 2: 3 of 10, 3 of them before it was handed in again");
    }

    @Test
    void aKitchenTurnsSuspectThenLostAndItsJobsMove() {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 4);
        stage.assign("w1", 1, 1, 0, 2);
        stage.assign("w2", 2, 1, 2, 2);
        stage.runs("w2", 1, JobStage.CPU, JobStage.CPU);
        show("kitchens");
        assertThat(kitchen("w2")).hasAttribute("data-state", "active");
        assertThat(kitchen("w2").locator("[data-stage=cpu]")).hasCount(2);

        stage.changed("w2", WorkerState.SUSPECT, "silent for 2 s");
        showWhatIsNew();
        assertThat(kitchen("w2")).hasAttribute("data-state", "suspect");
        assertThat(kitchen("w2")).containsText("silent for 2 s");
        assertThat(pool("processes:2")).containsText("2 JVMs");

        stage.requeue("w2", 2, 1, 2, 2);
        stage.changed("w2", WorkerState.LOST, "exit code 137");
        stage.assign("w1", 3, 1, 2, 2);
        stage.runs("w1", 1, JobStage.CPU, JobStage.CPU);
        showWhatIsNew();
        assertThat(kitchen("w2")).hasAttribute("data-state", "lost");
        assertThat(kitchen("w2")).containsText("when it was heard last: 2 computing");
        assertThat(kitchen("w2")).containsText("Was one JVM for 2 cooks");
        assertThat(pool("processes:2")).containsText("one JVM, one heap");
        assertThat(kitchen("w1").locator("[data-stage=cpu]")).hasCount(2);
        assertThat(total("running")).hasText("4");
        assertThat(total("retried")).hasText("2");
        assertThat(total("workers_lost")).hasText("1");
        assertThat(page.locator("#news")).containsText("w2 is lost: exit code 137");

        stage.pass(Duration.ofSeconds(3));
        showWhatIsNew();
        assertThat(kitchen("w2").locator(".job").first()).containsText("0.1 s");

        stage.pass(Duration.ofSeconds(8));
        showWhatIsNew();
        assertThat(kitchen("w2")).hasCount(0);
    }

    @Test
    void afterTheConnectionWasCutThePageGoesOnWhereItWas() {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 10);
        stage.finish(stage.processes, "w1", 1, 0, 2, Outcome.Kind.SUCCEEDED);
        stage.news("before");
        show("timeline");
        long seen = shownFrame();

        stage.cutConnections();
        assertThat(page.locator("html")).hasAttribute("data-connection", "broken");
        for (int job = 2; job < 7; job++) {
            stage.finish(stage.processes, "w1", 1, job, 1, Outcome.Kind.SUCCEEDED);
            stage.tick();
        }
        stage.news("meanwhile");
        stage.tick();
        long newest = stage.dashboard.frames().last();
        stage.letIn();

        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> {
                    stage.tick();
                    return shownFrame() >= newest;
                });
        assertThat(page.locator("html")).hasAttribute("data-connection", "connected");
        assertThat(stage.asked()).contains(stage.dashboard.epoch() + "." + seen);
        assertSevenJobsOnceEach();
    }

    @Test
    void afterTheServerWasAwayThePageIsWholeAgain() throws IOException {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 10);
        stage.finish(stage.processes, "w1", 1, 0, 2, Outcome.Kind.SUCCEEDED);
        stage.news("before");
        show("timeline");

        stage.stopServer();
        assertThat(page.locator("html")).hasAttribute("data-connection", "broken");
        stage.finish(stage.processes, "w1", 1, 2, 5, Outcome.Kind.SUCCEEDED);
        stage.news("meanwhile");
        stage.tick();
        stage.startServer();

        showWhatIsNew();
        assertThat(page.locator("html")).hasAttribute("data-connection", "connected");
        assertSevenJobsOnceEach();
    }

    private void assertSevenJobsOnceEach() {
        // The browser itself says of each connection that it broke.
        heard.removeIf(line -> line.contains("net::ERR_"));

        assertThat(total("succeeded")).hasText("7");
        assertThat(total("queued")).hasText("3");
        assertThat(page.locator("[data-note=timeline]")).containsText(" 7 bars.");
        assertThat(page.locator("#news li")).hasCount(2);
        assertThat(page.locator("#news li").nth(0)).containsText("before");
        assertThat(page.locator("#news li").nth(1)).containsText("meanwhile");
    }

    @Test
    void namesOfStrangersAreTextAndNothingElse() {
        String markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        String attribute = "\" onmouseover=\"alert(3)\" x='";
        String turned = "abc\u202egnp.exe\u200b\u2028\u0007";
        String seen = "abc␣gnp.exe␣␣␣";
        String endless = "endless".repeat(60);
        stage.openPool(stage.pool(markup), 1);
        stage.join(stage.processes, markup, attribute);
        stage.join(stage.processes, turned, endless);
        stage.join(stage.processes, endless, markup);
        stage.submit(stage.processes, 1, markup, 3);
        stage.submit(stage.processes, 2, turned, 3);
        stage.finish(stage.processes, turned, 2, 0, 1, Outcome.Kind.SUCCEEDED);
        stage.use(attribute, 1);
        stage.use(endless, 1);
        stage.changed(turned, WorkerState.SUSPECT, markup);
        stage.news(turned);
        show("kitchens");

        assertThat(page.locator("[data-pool] h3").last()).hasText(markup);
        assertThat(page.locator("[data-kitchen] h4").nth(0)).hasText(markup);
        assertThat(page.locator("[data-kitchen] h4").nth(1)).hasText(seen);
        assertThat(page.locator("[data-kitchen] h4").nth(2)).hasText(endless);
        assertThat(page.locator("[data-kitchen] .reason").nth(1)).hasText(markup);
        assertThat(page.locator("[data-kitchen] .where").nth(0)).containsText(attribute);
        assertThat(page.locator("[data-batch]").nth(0)).containsText(seen);
        assertThat(page.locator("[data-batch]").nth(1)).containsText(markup);
        assertThat(page.locator("[data-resource]").nth(0)).containsText(attribute);
        assertThat(page.locator("#news li").last()).containsText(seen);
        for (String view : VIEWS) {
            open(view);
            assertThat(page.locator("body img, body script, [onmouseover], [onerror]")).hasCount(0);
            for (int width : new int[] {390, 1280}) {
                page.setViewportSize(width, 900);
                assertNotWiderThanItsWindow(view + " at " + width);
            }
        }
    }

    @Test
    void everythingIsReachedByKeyboard() {
        stage.openPools();
        show("kitchens");
        Set<String> reached = new LinkedHashSet<>();
        for (int i = 0; i < 12; i++) {
            page.keyboard().press("Tab");
            reached.add(
                    (String)
                            page.evaluate(
                                    "() => document.activeElement.id || document.activeElement.hash"
                                            + " || document.activeElement.tagName"));
        }
        assertThat(reached)
                .containsSubsequence(
                        "#main", "pause", "theme", "#kitchens", "#timeline", "#charts");

        link("Timeline").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("html")).hasAttribute("data-view", "timeline");
        page.locator("#pause").focus();
        page.keyboard().press("Space");
        assertThat(page.locator("#pause")).hasAttribute("aria-pressed", "true");
        page.locator("#theme").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void whatIsPausedStaysAsItIsUntilItGoesOn() {
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 10);
        Set<String> received = new HashSet<>();
        CDPSession network = context.newCDPSession(page);
        network.on("Network.eventSourceMessageReceived", event -> received.add(id(event)));
        network.send("Network.enable");
        show("kitchens");
        long paused = shownFrame();
        page.locator("#pause").click();
        assertThat(page.locator("html")).hasAttribute("data-paused", "");

        stage.finish(stage.processes, "w1", 1, 0, 6, Outcome.Kind.SUCCEEDED);
        stage.tick();
        String newest = stage.dashboard.epoch() + "." + stage.dashboard.frames().last();
        page.waitForCondition(() -> received.contains(newest));
        page.evaluate(
                "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");

        assertThat(shownFrame()).isEqualTo(paused);
        assertThat(total("succeeded")).hasText("0");
        page.locator("#pause").click();
        assertThat(total("succeeded")).hasText("6");
        assertThat(shownFrame()).isEqualTo(stage.dashboard.frames().last());
    }

    private static String id(JsonObject event) {
        return event.get("eventId").getAsString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jobsFlyUnlessLessMotionIsWished(boolean less) {
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setReducedMotion(
                                less ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE));
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 10);
        show("kitchens");
        page.evaluate(
                """
                () => {
                  const sheet = document.querySelector('.flights');
                  window.flew = false;
                  new MutationObserver(() => { window.flew ||= !sheet.hidden; })
                      .observe(sheet, { attributes: true });
                }\
                """);

        stage.runs("w1", 1, JobStage.CPU, JobStage.CPU);
        showWhatIsNew();
        assertThat(kitchen("w1").locator("[data-stage=cpu]")).hasCount(2);

        assertThat(page.evaluate("() => window.flew")).isEqualTo(!less);
    }

    @Test
    void noViewIsWiderThanItsWindowAndNoneBreaksARuleOfAccessibility() throws IOException {
        String axe = Chromium.script("/axe.min.js");
        stage.openPools();
        stage.submit(stage.processes, 1, "compute_square", 1_000);
        stage.submit(stage.threads, 1, "wait_io", 20);
        stage.runs("w1", 1, JobStage.CPU, JobStage.RESOURCE);
        stage.finish(stage.processes, "w1", 1, 0, 40, Outcome.Kind.SUCCEEDED);
        stage.finish(stage.processes, "w1", 1, 40, 2, Outcome.Kind.TIMED_OUT);
        stage.use("espresso-machine", 1);
        stage.join(stage.processes, "w3", "host");
        stage.changed("w2", WorkerState.SUSPECT, "silent for 2 s");
        stage.changed("w3", WorkerState.LOST, "exit code 137");
        show("kitchens");

        for (String view : VIEWS) {
            open(view);
            assertFine(axe, view);
        }
    }

    @Override
    void open(String view) {
        super.open(view);
        // Looking at the rules takes so long that the page may take the stream for dead.
        showWhatIsNew();
        if (view.equals("charts")) {
            assertThat(page.locator(".plot canvas")).hasCount(8);
        }
    }

    private Locator total(String name) {
        return page.locator("[data-total=%s]".formatted(name));
    }

    private Locator chart(String name) {
        return page.locator("[data-chart=%s]".formatted(name));
    }
}
