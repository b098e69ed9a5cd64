package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the page changes, in a real browser, before a real server.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(2)
class DashboardActsBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AccessToken token = AccessToken.random();
    private final BlockingQueue<Change> made = new LinkedBlockingQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Chromium chromium;
    private StagedDashboard stage;
    private BrowserContext context;
    private Page page;

    /// What a page must not do: complain, ask somebody else, open a dialog.
    private final List<String> heard = new ArrayList<>();

    /// What is played when it is asked for.
    private final class Bill implements Playbill {
        @Override
        public List<Piece> pieces() {
            return List.of(
                    Piece.scene("tea-shop", "Three teas: how long?"),
                    Piece.scene("one-stove", "Is <b>one</b> stove enough?"),
                    Piece.scenario(
                            "tea-shop",
                            "What does a second <b>cook</b> change?",
                            List.of("threads:2", "processes:2")));
        }

        @Override
        public String play(PlayRequest request) {
            String what = request.name() + request.pool().map(pool -> " on " + pool).orElse("");
            asked.add(what + (request.again() ? " again" : " once"));
            return what + " is played";
        }

        @Override
        public String stop() {
            asked.add("stop");
            return "it is stopped";
        }
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
        made.clear();
        asked.clear();
        context = chromium.context(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page = context.newPage();
        page.onConsoleMessage(message -> heard.add("console: " + message.text()));
        page.onPageError(error -> heard.add("error: " + error));
        page.onDialog(dialog -> {
            heard.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    @AfterEach
    void closePage() {
        context.close();
        stage.close();
        // The browser itself tells of each answer that is a refusal.
        heard.removeIf(line -> line.contains("the server responded with a status of 4"));
        assertThat(heard).isEmpty();
    }

    @Test
    void theGilGoesAwayWhenThereAreFourStoves() throws Exception {
        PoolSpec spec = PoolSpec.parse("threads:4+gil");
        ShownPool.ThisJvm here = new ShownPool.ThisJvm("here", 1, "1");
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
                                    spec.toString(), spec.stoves().count(), Optional.of(here)));
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
        show("#token=" + token.text());

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
        show("#kitchens");

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
        show("#token=" + token.text() + "x");

        button("more stoves").click();

        assertThat(answer()).hasText("this token is not good here");
        assertThat(page.locator("#token")).isFocused();
        assertThat(page.locator(".levers").first()).isHidden();
        assertThat(made).isEmpty();
    }

    @Test
    void eachSettingIsChangedByKeyboardAlone() throws Exception {
        openPools();
        show("#token=" + token.text());

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
        show("#token=" + token.text());

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
        show("#token=" + token.text());

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
    void aSceneIsStartedAndStoppedAndItsPromisesStandBesideWhatWasMeasured() {
        show("#token=" + token.text());
        page.locator("#views a[href='#scenes']").click();
        assertThat(page.locator("[data-scene]")).hasCount(2);
        assertThat(page.locator("[data-scene]").last()).containsText("Is <b>one</b> stove enough?");

        button("Play: tea-shop").click();
        assertThat(answer()).hasText("tea-shop is played");
        button("Again and again: one-stove").click();
        assertThat(answer()).hasText("one-stove is played");
        assertThat(asked).containsExactly("tea-shop once", "one-stove again");

        stage.dashboard.plays(
                scene(
                        "one-stove",
                        true,
                        true,
                        0,
                        "",
                        List.of(
                                new StageRow.PromiseRow("threads:2", "1.00 s", "1.01 s", true, ""),
                                new StageRow.PromiseRow("threads:4", "2 x", null, null, ""))));
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
        page.locator("#views a[href='#kitchens']").click();
        button("Stop").click();
        assertThat(answer()).hasText("it is stopped");
        assertThat(asked).last().isEqualTo("stop");

        stage.dashboard.plays(
                scene(
                        "one-stove",
                        false,
                        true,
                        1,
                        "0 of 1 promises kept",
                        List.of(
                                new StageRow.PromiseRow(
                                        "threads:2", "1.00 s", "2.01 s", false, "why"))));
        showWhatIsNew();
        page.locator("#views a[href='#scenes']").click();
        assertThat(page.locator("#view-scenes"))
                .containsText("over, played 1 time: 0 of 1 promises kept");
        assertThat(page.locator("#view-scenes tbody tr")).containsText("no why");
        assertThat(page.locator("#hands p").first()).isHidden();
        assertThat(button("Play: tea-shop")).isVisible();
    }

    @Test
    void whoWorksByKeyboardStaysWhereWhatWasPressedGoesAway() throws Exception {
        openPools();
        stage.submit(stage.processes, 7, "compute_square", 10);
        show("#token=" + token.text());

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
        show("#token=" + token.text());
        button("Kill w1").focus();
        page.keyboard().press("Enter");
        stage.changed("w1", WorkerState.DRAINING, "");
        showWhatIsNew();

        assertThat(button("Drain w1")).hasCount(0);
        assertThat(button("No")).isFocused();
    }

    @Test
    void whoPlaysASceneByKeyboardIsAtTheButtonThatStopsIt() {
        show("#token=" + token.text());
        page.locator("#views a[href='#scenes']").click();
        button("Again and again: one-stove").focus();
        page.keyboard().press("Enter");
        assertThat(answer()).hasText("one-stove is played");
        stage.dashboard.plays(scene("one-stove", true, true, 0, "", List.of()));
        showWhatIsNew();
        assertThat(button("Stop: one-stove")).isFocused();
        assertThat(button("Play: tea-shop")).isHidden();

        page.keyboard().press("Space");
        assertThat(answer()).hasText("it is stopped");
        stage.dashboard.plays(scene("one-stove", false, true, 0, "stopped", List.of()));
        showWhatIsNew();
        assertThat(button("Play: one-stove")).isFocused();
        page.keyboard().press("Enter");
        stage.dashboard.plays(scene("one-stove", true, false, 0, "", List.of()));
        showWhatIsNew();

        // The other button that stops it has "Put the token away" beside it.
        assertThat(answer()).hasText("one-stove is played");
        button("Stop").focus();
        page.keyboard().press("Enter");
        assertThat(answer()).hasText("it is stopped");
        stage.dashboard.plays(scene("one-stove", false, false, 0, "stopped", List.of()));
        showWhatIsNew();
        assertThat(answer()).hasText("one-stove was stopped");
        assertThat(answer()).isFocused();
        assertThat(asked).containsExactly("one-stove again", "stop", "one-stove once", "stop");
    }

    @Test
    void whoFindsNoKitchensIsShownWhereScenesArePlayed() {
        show("#token=" + token.text());
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

        page.locator("#views a[href='#kitchens']").click();
        stage.dashboard.plays(scene("one-stove", true, false, 0, "", List.of()));
        showWhatIsNew();
        assertThat(hint).isVisible();
        assertThat(hint.locator("a")).isHidden();
        openPools();
        showWhatIsNew();
        assertThat(hint).isHidden();
    }

    @Test
    void aScenarioIsStartedOnThePoolThatIsChosenByKeyboardAlone() {
        show("#token=" + token.text());
        page.locator("#views a[href='#scenes']").click();
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
        assertThat(asked).containsExactly("tea-shop on processes:2 once");

        stage.dashboard.plays(
                new StageRow(
                        Piece.Kind.SCENARIO,
                        "tea-shop",
                        "processes:2",
                        true,
                        false,
                        0,
                        "",
                        List.of()));
        showWhatIsNew();
        assertThat(page.locator("#hands")).containsText("Playing tea-shop on processes:2");
        // The scene of the same name is not what is played.
        assertThat(button("Stop: scenario tea-shop")).isVisible();
        assertThat(button("Stop: tea-shop")).isHidden();

        stage.dashboard.plays(
                new StageRow(
                        Piece.Kind.SCENARIO,
                        "tea-shop",
                        "processes:2",
                        false,
                        false,
                        1,
                        "6 jobs in 1.20 s",
                        List.of(
                                new StageRow.PromiseRow("makespan", null, "1.20 s", null, ""),
                                new StageRow.PromiseRow(
                                        "failed jobs", null, "0 of 6", null, "really"))));
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
                line.contains("blocked by CORS policy") || line.contains("net::ERR_FAILED"));
    }

    @Test
    void whatActsBreaksNoRuleOfAccessibilityAndIsNotWiderThanItsWindow() throws IOException {
        String axe = Chromium.script("/axe.min.js");
        openPools();
        stage.join(stage.processes, "endless".repeat(40), "host");
        stage.submit(stage.processes, 1, "compute_square", 1_000);
        stage.dashboard.plays(
                scene(
                        "tea-shop",
                        true,
                        true,
                        2,
                        "1 of 2 promises kept",
                        List.of(
                                new StageRow.PromiseRow("threads:2", "1.00 s", "1.01 s", true, ""),
                                new StageRow.PromiseRow("threads:4", "2 x", "1 x", false, "why"))));
        show("#kitchens");
        assertFine(axe, "without a token");
        page.evaluate("token => { location.hash = 'token=' + token; }", token.text());
        button("Kill w1").click();
        lever("prefetch").fill("99");
        page.keyboard().press("Enter");
        assertThat(answer()).hasAttribute("data-bad", "");
        assertFine(axe, "with levers");
        page.locator("#views a[href='#scenes']").click();
        stage.dashboard.plays(scene("tea-shop", false, true, 2, "stopped", List.of()));
        showWhatIsNew();
        assertFine(axe, "scenes");
    }

    private static StageRow scene(
            String name,
            boolean playing,
            boolean again,
            int times,
            String verdict,
            List<StageRow.PromiseRow> promises) {
        StageRow.Ending ending =
                playing
                        ? null
                        : verdict.equals("stopped")
                                ? StageRow.Ending.STOPPED
                                : StageRow.Ending.PLAYED;
        return new StageRow(
                Piece.Kind.SCENE, name, null, playing, ending, again, times, verdict, promises);
    }

    private void assertFine(String axe, String where) {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            for (int width : new int[] {1920, 1280, 390}) {
                page.setViewportSize(width, 900);
                assertThat(
                                page.evaluate(
                                        "() => document.documentElement.scrollWidth -"
                                                + " document.documentElement.clientWidth"))
                        .as("%s, %s, %d px", where, theme, width)
                        .isEqualTo(0);
            }
            page.evaluate(axe);
            assertThat(
                            page.evaluate(
                                    """
                                    async () => {
                                      const { passes, violations } = await axe.run(document);
                                      if (passes.length < 10) return ['only ' + passes.length + ' rules were looked at'];
                                      return violations.map(({ id, nodes }) =>
                                          id + ': ' + nodes.map(node => node.html + ' ' + node.failureSummary).join('; '));
                                    }\
                                    """))
                    .as("%s, %s", where, theme)
                    .isEqualTo(List.of());
        }
        page.setViewportSize(1280, 900);
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

    private Locator kitchen(String name) {
        return page.locator("[data-kitchen]")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.locator(
                                                "h4", new Page.LocatorOptions().setHasText(name))));
    }

    private Locator lever(String kind) {
        return page.locator("[data-lever=%s] input".formatted(kind));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator answer() {
        return page.locator("#hands [role=status]");
    }

    /// Opens the page and waits until it shows what was told so far.
    private void show(String hash) {
        page.navigate(stage.url() + hash);
        showWhatIsNew();
    }

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
