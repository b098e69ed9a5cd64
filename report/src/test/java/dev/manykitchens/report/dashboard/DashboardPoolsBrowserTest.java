package dev.manykitchens.report.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Pools on the page, in a real browser, that are closed, were never ready, have no limit, were
/// made smaller, or are of one spec.
@Order(2)
class DashboardPoolsBrowserTest extends OpenedDashboard {

    @Override
    StagedDashboard serve() throws IOException {
        return new StagedDashboard();
    }

    @Override
    void open(String view) {
        super.open(view);
        showWhatIsNew();
    }

    @Test
    void aKitchenThatLeftAndAPoolThatWasClosedRunNothingAndHeldTheirMemoryAtLast() {
        stage.openPools();
        stage.measured("w1", 50_000_000, 20_000_000, 64_000_000);
        stage.measured("w2", 50_000_000, 20_000_000, 64_000_000);
        stage.runs("w2", 1, JobStage.CPU);
        stage.runsHere(1, JobStage.WAIT);
        show("kitchens");
        assertThat(pool("processes:2")).containsText("together 100 MB");

        stage.changed("w2", WorkerState.LEFT, "");
        stage.closeThreads();
        showWhatIsNew();

        assertThat(kitchen("w2")).containsText("Was one JVM for 2 cooks, at last: 50 MB");
        assertThat(kitchen("w2")).containsText("nothing runs here any more");
        assertThat(pool("processes:2")).not().containsText("together");
        assertThat(pool("threads:2")).containsText("nothing runs here any more");
        assertThat(pool("threads:2")).containsText("one JVM, one heap");
        assertThat(pool("threads:2").locator("[data-stage=wait]")).hasCount(0);
    }

    @Test
    void whoComesLongAfterAPoolWasClosedSeesOfItWhatWhoWatchedSees() {
        stage.openPools();
        stage.measured("w1", 50_000_000, 20_000_000, 64_000_000);
        stage.measured("w2", 50_000_000, 20_000_000, 64_000_000);
        show("kitchens");
        stage.changed("w1", WorkerState.LEFT, "");
        stage.changed("w2", WorkerState.LEFT, "");
        stage.closeProcesses();
        stage.closeThreads();
        showWhatIsNew();
        stage.pass(Duration.ofMinutes(1));
        showWhatIsNew();
        List<String> watched = seenOfClosedPools();

        page.reload();
        showWhatIsNew();

        assertThat(seenOfClosedPools()).isEqualTo(watched);
        assertThat(watched.getFirst())
                .contains("4 slots · 2 JVMs, each with its own heap, together 100 MB at last")
                .contains("Was one JVM for 2 cooks, at last: 50 MB, heap 20 MB of 64 MB");
        assertThat(watched.getLast())
                .contains("2 processes: 2 heaps for 4 threads · 100 MB in all")
                .contains("one process: one heap for 2 threads · 100 MB in all");
        // Their bars have gone by.
        open("timeline");
        assertThat(page.locator(".gantt canvas")).hasAttribute("data-rows", "0");
    }

    @Test
    void ofMoreLastWorkersThanAreKeptTheNumberIsSaid() {
        stage.openPools();
        int workers = LastWorkers.MOST + 3;
        for (int worker = 3; worker <= workers; worker++) {
            stage.join(stage.processes, "w" + worker, "host");
        }
        show("kitchens");
        Locator pool = pool("processes:2");
        assertThat(pool.locator("[data-kitchen]")).hasCount(workers);

        for (int worker = 1; worker <= workers; worker++) {
            stage.changed("w" + worker, WorkerState.LEFT, "");
        }
        stage.closeProcesses();
        showWhatIsNew();

        assertThat(pool.locator("[data-kitchen]")).hasCount(LastWorkers.MOST);
        assertThat(pool)
                .containsText("3 more kitchens that it had at last, of which nothing is kept.");
        open("memory");
        assertThat(page.locator("[data-map]").filter(having("h3", "processes:2")))
                .containsText("%d processes: %d heaps".formatted(workers, workers));
    }

    private List<String> seenOfClosedPools() {
        open("kitchens");
        String kitchens = pool("processes:2").innerText();
        open("memory");
        assertThat(page.locator("[data-map]")).hasCount(2);
        String memory = page.locator("#view-memory").innerText();
        return List.of(kitchens, memory);
    }

    @Test
    void whatWasNeverReadyAndWhatHasNoLimitIsNotCounted() {
        stage.openPools();
        stage.dashboard
                .pool(stage.pool("processes:9"))
                .accept(new RunEvent.PoolClosed(stage.now()));
        stage.dashboard
                .pool(
                        new ShownPool(
                                "async",
                                OptionalInt.empty(),
                                Optional.of(new ShownPool.ThisJvm("here", 4711, "1.2"))))
                .accept(new RunEvent.PoolReady(stage.now(), "async", 0, 0));
        show("kitchens");

        assertThat(pool("processes:9").locator(".pool-facts"))
                .hasText("closed before it could take jobs");
        assertThat(pool("async")).containsText("One JVM for all its jobs: 100 MB");
        open("memory");
        Locator async = page.locator("[data-map]").filter(having("h3", "async"));
        assertThat(async).containsText("one process: one heap for all its jobs");
        assertThat(async.locator("tbody td").first()).hasText("–");
    }

    @Test
    void ofMoreCooksThanWereSetThoseAreThereWhoseJobsHaveNotEnded() {
        stage.openPools();
        stage.submit(stage.threads, 1, "wait_io", 9);
        stage.runsHere(1, JobStage.WAIT, JobStage.WAIT);
        stage.resized(stage.threads, "local", 1, 0);
        show("kitchens");

        Locator threads = pool("threads:2");
        assertThat(threads).containsText("One JVM for one cook, and 1 more until their jobs end");
        assertThat(threads.locator("[data-lane]")).hasCount(2);
        assertThat(threads).containsText("2 waiting");
        stage.runsHere(1, JobStage.WAIT);
        showWhatIsNew();
        assertThat(threads).containsText("One JVM for one cook:");
        assertThat(threads.locator("[data-lane]")).hasCount(1);
    }

    @Test
    void poolsOfOneSpecAreToldFromEachOtherInEveryView() {
        stage.openPools();
        stage.openPool(stage.pool("processes:2"), 2);
        stage.join(stage.processes, "w1", "host");
        stage.submit(stage.processes, 1, "compute_square", 9);
        stage.finish(stage.processes, "w1", 1, 0, 1, Outcome.Kind.SUCCEEDED);
        show("kitchens");

        List<String> names = List.of("threads:2", "processes:2", "processes:2 (2nd)");
        assertThat(page.locator("[data-pool] h3")).hasText(names.toArray(String[]::new));
        assertThat(
                        page.getByRole(
                                AriaRole.REGION,
                                new Page.GetByRoleOptions().setName("Pool processes:2 (2nd)")))
                .hasCount(1);
        open("memory");
        assertThat(page.locator("[data-map] h3")).hasText(names.toArray(String[]::new));
        open("timeline");
        page.locator(".gantt").focus();
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator(".job-details")).containsText("cook 1 of w1 in processes:2 (2nd)");
        assertThat(page.locator("#view-timeline [role=status]"))
                .containsText("in processes:2 (2nd)");
    }
}
