package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.Chromium;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.http.AccessToken;
import dev.manykitchens.report.http.StatusServer;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the page changes, in a real browser, before a real server.
@Order(2)
class DashboardActsBrowserTest extends OpenedDashboard {

    private final AccessToken token = AccessToken.random();
    private final BlockingQueue<Change> made = new LinkedBlockingQueue<>();

    @Override
    StagedDashboard serve() throws IOException {
        return new StagedDashboard(Optional.of(new Acting(token, Playbill.NONE)));
    }

    @Override
    boolean isExpected(String line) {
        // The browser itself tells of each answer that is a refusal.
        return line.contains("the server responded with a status of 4");
    }

    /// Makes any change that is possible for worker JVMs, and says so.
    private final class AllLevers implements PoolControls {
        private PoolSettings settings =
                new PoolSettings(
                        OptionalInt.of(1),
                        OptionalInt.of(2),
                        OptionalInt.of(1),
                        OptionalInt.empty());

        @Override
        public Set<Change.Kind> possible() {
            return EnumSet.allOf(Change.Kind.class);
        }

        @Override
        public synchronized void make(Change change) {
            settings =
                    switch (change) {
                        case Change.SetStoves(OptionalInt count) -> settings.withStoves(count);
                        case Change.SetThreads(int count) -> settings.withThreads(count);
                        case Change.SetPrefetch(int chunks) -> settings.withPrefetch(chunks);
                        case Change.SetChunkJobs(OptionalInt most) -> settings.withChunkJobs(most);
                        case Change.DrainWorker _, Change.KillWorker _, Change.CancelBatch _ ->
                                settings;
                    };
            made.add(change);
            stage.set(stage.processes, settings);
            int threads = settings.threads().orElseThrow();
            stage.resized(stage.processes, "w2", threads, settings.stoves().orElse(0));
        }
    }

    @Test
    void theGilGoesAwayWhenThereAreFourStoves() throws Exception {
        PoolSpec spec = PoolSpec.parse("threads:4+gil");
        ShownPool.ThisJvm jvm = new ShownPool.ThisJvm("here", 1, "1");
        try (Dashboard dashboard =
                        Dashboard.open("a test", "1", Instant.EPOCH, () -> Vitals.UNKNOWN);
                StatusServer server =
                        StatusServer.start(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Set.of(),
                                DashboardSite.of(
                                        dashboard,
                                        RunShelf.withoutFolder(),
                                        new Acting(token, Playbill.NONE)))) {
            PoolDisplay display =
                    dashboard.pool(
                            new ShownPool(
                                    spec.toString(), spec.stoves().count(), Optional.of(jvm)));
            try (Pool pool =
                    Pools.open(
                            spec,
                            PoolOptions.defaults()
                                    .withEvents(display)
                                    .withProgress(Duration.ofMillis(100)))) {
                display.changedBy(pool.controls());
                RunningBatch running = pool.start(computing(pool), BatchListener.NONE);
                try {
                    page.navigate(
                            "http://127.0.0.1:%d/#token=%s"
                                    .formatted(server.address().getPort(), token.text()));
                    watchTheGilGoAway();
                } finally {
                    running.cancel();
                }
            }
            assertThat(page.locator(".levers")).isHidden();
            // Else it would tell of the server's end.
            page.navigate("about:blank");
            String here = "request: http://127.0.0.1:%d/".formatted(server.address().getPort());
            heard.removeIf(line -> line.startsWith(here) || line.equals("request: about:blank"));
        }
    }

    private void watchTheGilGoAway() {
        assertThat(lever("stoves")).hasValue("1");
        assertThat(lever("threads")).hasValue("4");
        assertThat(lever("prefetch")).hasCount(0);
        assertThat(page.locator(".stove-words")).hasText("1 of 1 stove lit, 3 in line");

        button("more stoves").click();
        button("more stoves").click();
        button("more stoves").click();

        assertThat(answer()).hasText("each kitchen of threads:4+gil has 4 stoves now");
        assertThat(lever("stoves")).hasValue("4");
        assertThat(page.locator(".stove-words")).hasText("4 of 4 stoves lit");
        assertThat(page.locator("#news")).containsText("has 4 stoves now");

        // As many stoves as cooks: one more is no limit.
        button("more stoves").click();
        assertThat(answer()).hasText("all cooks of threads:4+gil may compute at once now");
        assertThat(lever("stoves")).hasValue("");
        assertThat(lever("stoves")).hasAttribute("placeholder", "no limit");
        assertThat(page.locator(".stove-words")).containsText("no stoves but the cores");
        assertThat(button("more stoves")).hasAttribute("aria-disabled", "true");
        button("fewer stoves").click();
        assertThat(answer()).hasText("each kitchen of threads:4+gil has 4 stoves now");
        lever("stoves").fill("");
        page.keyboard().press("Tab");
        assertThat(answer()).hasText("all cooks of threads:4+gil may compute at once now");
    }

    private static Batch computing(Pool pool) {
        return new Batch(
                pool.recipes().get("compute_square"),
                RecipeBook.pack(
                        pool.recipes().get("compute_square"),
                        Collections.nCopies(1_000, List.of(Value.of(3L)))),
                new BatchOptions(Work.parse("cpu:200ms"), 1, 1, Optional.empty(), 1));
    }

    @Test
    void theTokenLeavesTheAddressAndStaysInTheTab() {
        openPools();
        visit("#token=" + token.text());

        assertThat(page.url()).isEqualTo(stage.url());
        assertThat(lever("stoves")).isVisible();
        page.reload();
        showWhatIsNew();
        assertThat(lever("stoves")).isVisible();
        assertThat(page.locator("#token")).isHidden();

        button("Put the token away").click();
        assertThat(lever("stoves")).isHidden();
        assertThat(page.locator("#token")).isFocused();
        page.reload();
        showWhatIsNew();
        assertThat(page.locator("#token")).isVisible();
        // Whoever pastes a whole address into a tab that shows the page.
        page.evaluate("token => { location.hash = 'token=' + token; }", token.text());
        assertThat(lever("stoves")).isVisible();
        assertThat(page.url()).doesNotContain(token.text());
    }

    @Test
    void whoHasNoTokenIsAskedForItAndAWrongOneIsRefused() {
        openPools();
        visit("#kitchens");

        assertThat(page.locator("#hands"))
                .containsText("Looking is free; changing needs the token");
        assertThat(page.locator(".levers").first()).isHidden();
        assertThat(page.locator(".deeds button")).hasCount(0);
        page.locator("#token").fill("guess");
        page.keyboard().press("Enter");
        assertThat(answer()).hasText("this token is not good here");
        assertThat(answer()).hasAttribute("data-bad", "");
        assertThat(page.locator("#token")).isVisible();

        page.locator("#token").fill(token.text());
        button("Use it").click();
        assertThat(answer()).containsText("the token is good");
        assertThat(lever("stoves")).isVisible();
        assertThat(page.locator("#token")).isHidden();
    }

    @Test
    void aTokenThatWasGoodAndIsNoMoreIsAskedForAgain() {
        openPools();
        visit("#token=" + token.text() + "x");

        button("more stoves").click();

        assertThat(answer()).hasText("this token is not good here");
        assertThat(page.locator("#token")).isFocused();
        assertThat(page.locator(".levers").first()).isHidden();
        assertThat(made).isEmpty();
    }

    @Test
    void eachSettingIsChangedByKeyboardAlone() throws Exception {
        openPools();
        visit("#token=" + token.text());

        lever("threads").focus();
        page.keyboard().press("ArrowUp");
        assertThat(next()).isEqualTo(new Change.SetThreads(3));
        showWhatIsNew();
        assertThat(lever("threads")).hasValue("3");
        assertThat(page.locator("[data-kitchen]").last()).containsText("One JVM for 3 cooks");

        lever("prefetch").focus();
        page.keyboard().press("Shift+Tab");
        page.keyboard().press("Space");
        assertThat(next()).isEqualTo(new Change.SetPrefetch(0));
        assertThat(lever("prefetch")).hasValue("0");
        assertThat(button("fewer prefetch")).hasAttribute("aria-disabled", "true");
        page.keyboard().press("Space");

        lever("chunk_jobs").focus();
        assertThat(lever("chunk_jobs")).hasAttribute("placeholder", "automatic");
        page.keyboard().type("16");
        page.keyboard().press("Tab");
        assertThat(next()).isEqualTo(new Change.SetChunkJobs(OptionalInt.of(16)));
        button("more jobs a chunk").click();
        assertThat(next()).isEqualTo(new Change.SetChunkJobs(OptionalInt.of(32)));
        lever("chunk_jobs").fill("");
        page.keyboard().press("Tab");
        assertThat(next()).isEqualTo(new Change.SetChunkJobs(OptionalInt.empty()));
        assertThat(answer()).containsText("the coordinator of processes:2 chooses");
        assertThat(made).isEmpty();
    }

    @Test
    void aNumberThatIsTooLargeIsRefusedAndTheOldOneShown() {
        openPools();
        visit("#token=" + token.text());

        lever("prefetch").fill("99");
        page.keyboard().press("Enter");

        assertThat(answer()).hasText("prefetch must be from 0 to 16, was 99");
        assertThat(answer()).hasAttribute("data-bad", "");
        assertThat(lever("prefetch")).hasValue("1");
        assertThat(made).isEmpty();
    }

    @Test
    void whatCannotBeUndoneAsksOnceMore() throws Exception {
        openPools();
        String hostile = "<img src=x onerror=alert(1)>\u202e";
        stage.join(stage.processes, hostile, "host");
        stage.submit(stage.processes, 7, "compute_square", 10);
        visit("#token=" + token.text());

        button("Kill w1").focus();
        page.keyboard().press("Enter");
        assertThat(button("No")).isFocused();
        page.keyboard().press("Enter");
        assertThat(button("Kill w1")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
        assertThat(button("Kill w1")).isFocused();
        assertThat(made).isEmpty();
        page.keyboard().press("Enter");
        button("Yes, kill").click();
        assertThat(next()).isEqualTo(new Change.KillWorker("w1"));
        assertThat(answer()).hasText("w1 of processes:2 was killed");

        button("Drain w2").click();
        button("Yes, drain").click();
        assertThat(next()).isEqualTo(new Change.DrainWorker("w2"));

        button("Cancel batch 7").click();
        button("Yes, cancel").click();
        assertThat(next()).isEqualTo(new Change.CancelBatch(7));

        button("Kill <img src=x onerror=alert(1)>␣").click();
        assertThat(page.locator(".question:visible"))
                .containsText("Kill <img src=x onerror=alert(1)>␣?");
        button("Yes, kill").click();
        assertThat(next()).isEqualTo(new Change.KillWorker(hostile));
        assertThat(page.locator("body img")).hasCount(0);
    }

    @Test
    void whoWorksByKeyboardStaysWhereWhatWasPressedGoesAway() throws Exception {
        openPools();
        stage.submit(stage.processes, 7, "compute_square", 10);
        visit("#token=" + token.text());

        // Of a kitchen that drains, only "Kill" is left; of one that is lost, nothing but itself.
        button("Drain w1").focus();
        sayYes();
        assertThat(next()).isEqualTo(new Change.DrainWorker("w1"));
        stage.changed("w1", WorkerState.DRAINING, "");
        showWhatIsNew();
        assertThat(button("Drain w1")).hasCount(0);
        assertThat(button("Kill w1")).isFocused();
        sayYes();
        assertThat(next()).isEqualTo(new Change.KillWorker("w1"));
        stage.changed("w1", WorkerState.LOST, "exit code 137");
        showWhatIsNew();
        assertThat(button("Kill w1")).hasCount(0);
        assertThat(kitchen("w1")).isFocused();
        page.keyboard().press("Tab");
        assertThat(button("Drain w2")).isFocused();
        page.keyboard().press("Shift+Tab");
        assertThat(kitchen("w1")).not().isFocused();

        // When the kitchen itself is gone, the next one is the nearest.
        kitchen("w1").focus();
        stage.pass(Duration.ofSeconds(11));
        showWhatIsNew();
        assertThat(kitchen("w1")).hasCount(0);
        assertThat(button("Drain w2")).isFocused();

        button("Cancel batch 7").focus();
        sayYes();
        assertThat(next()).isEqualTo(new Change.CancelBatch(7));
        stage.finish(stage.processes, "w2", 7, 0, 10, Outcome.Kind.CANCELLED);
        stage.processes.accept(new RunEvent.BatchFinished(stage.now(), 7, 0, 0));
        showWhatIsNew();
        assertThat(button("Cancel batch 7")).hasCount(0);
        assertThat(page.locator("[data-batch]")).isFocused();
    }

    @Test
    void aQuestionThatIsAskedStaysWhenWhatStandsBesideItGoesAway() {
        openPools();
        visit("#token=" + token.text());
        button("Kill w1").focus();
        page.keyboard().press("Enter");
        stage.changed("w1", WorkerState.DRAINING, "");
        showWhatIsNew();

        assertThat(button("Drain w1")).hasCount(0);
        assertThat(button("No")).isFocused();
    }

    @Test
    void aPageOfElsewhereCannotAct() {
        openPools();
        String elsewhere = "http://elsewhere.example/";
        page.route(
                elsewhere + "**",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("text/html")
                                        .setBody("<!DOCTYPE html><title>Elsewhere</title>")));
        page.navigate(elsewhere);
        String change = "{\"pool\":2,\"change\":\"stoves\",\"to\":4}";
        for (String kind : List.of("text/plain", "application/json")) {
            for (String mode : List.of("no-cors", "cors")) {
                Object outcome =
                        page.evaluate(
                                """
                                async ([url, body, type, mode, token]) => {
                                  const headers = { 'Content-Type': type, Authorization: 'Bearer ' + token };
                                  try {
                                    const answer = await fetch(url, { method: 'POST', mode, headers, body });
                                    return answer.type === 'opaque' ? 'not told' : answer.status;
                                  } catch (error) {
                                    return 'not sent, or not told';
                                  }
                                }\
                                """,
                                List.of(
                                        stage.url() + "actions/change",
                                        change,
                                        kind,
                                        mode,
                                        token.text()));
                assertThat(outcome)
                        .as("%s, %s", kind, mode)
                        .isIn("not told", "not sent, or not told");
            }
        }
        assertThat(made).isEmpty();
        // The browser tells of each request that it does not let through.
        heard.removeIf(line ->
                line.contains("blocked by CORS policy")
                        || line.contains("net::ERR_FAILED")
                        || line.equals("request: " + elsewhere));
    }

    @Test
    void whatActsBreaksNoRuleOfAccessibilityAndIsNotWiderThanItsWindow() throws IOException {
        String axe = Chromium.script("/axe.min.js");
        openPools();
        stage.join(stage.processes, "endless".repeat(40), "host");
        stage.submit(stage.processes, 1, "compute_square", 1_000);
        stage.dashboard.plays(StagedPlaybill.scene("tea-shop", null, true, 2, ""));
        visit("#kitchens");
        assertFine(axe, "without a token");
        page.evaluate("token => { location.hash = 'token=' + token; }", token.text());
        button("Kill w1").click();
        lever("prefetch").fill("99");
        page.keyboard().press("Enter");
        assertThat(answer()).hasAttribute("data-bad", "");
        assertFine(axe, "with levers");
    }

    private void openPools() {
        stage.openPools();
        AllLevers levers = new AllLevers();
        stage.processes.changedBy(levers);
        stage.set(stage.processes, levers.settings);
    }

    private Change next() throws InterruptedException {
        Change change = made.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(change).isNotNull();
        return change;
    }

    /// Asks for what has the focus, and says that it is meant.
    private void sayYes() {
        page.keyboard().press("Enter");
        assertThat(button("No")).isFocused();
        page.keyboard().press("Shift+Tab");
        page.keyboard().press("Enter");
    }

    private Locator lever(String kind) {
        return page.locator("[data-lever=%s] input".formatted(kind));
    }
}
