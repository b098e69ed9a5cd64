package dev.manykitchens.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cluster.ClusterFacts;
import dev.manykitchens.core.cluster.ClusterWatch;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.Snapshots;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

class ClusterMetricsTest {

    private static final long MILLI = 1_000_000;

    private final ClusterWatch watch = new ClusterWatch(0);

    @AutoClose
    private final ClusterMetrics metrics =
            new ClusterMetrics(() -> watch.view(90_000 * MILLI, ClusterFacts.NONE));

    private final EventSink events = EventSink.tee(watch, metrics);

    @Test
    void seriesOfAClusterAreAsTheyWere() throws IOException {
        join("oven");
        join("mixer\n\u001b[31m\"quoted\\");
        events.accept(
                new RunEvent.WorkerMeasured(
                        3, "oven", 123_000_000, 5_000_000_000L, MILLI, 0, 0, 0));
        events.accept(new RunEvent.BatchSubmitted(4, 1, "bake", 100));
        events.accept(new RunEvent.ChunkAssigned(5, 1, "oven", 1, 0, 10));
        events.accept(new RunEvent.ChunkAssigned(5, 2, "oven", 1, 10, 1));
        events.accept(new RunEvent.JobsCopied(6, 3, "mixer", 1, 10, 1));
        finish(1, "oven", Outcome.Kind.SUCCEEDED, 0, 10, 5 * MILLI, 30 * MILLI);
        finish(1, "oven", Outcome.Kind.FAILED, 10, 1, 2_000_000 * MILLI, 20 * MILLI);
        finish(1, "none", Outcome.Kind.CANCELLED, 11, 2, 0, 0);
        finish(1, "none", Outcome.Kind.ORPHANED, 13, 3, 0, 0);
        events.accept(new RunEvent.ResultsDropped(7, 3, "mixer", 1));

        Snapshots.assertSame("metrics.txt", ours(ClusterMetrics.TEXT));
    }

    @Test
    void aBatchThatIsHandedInAgainMakesNoCounterGoDown() throws IOException {
        events.accept(new RunEvent.BatchSubmitted(4, 1, "bake", 100));
        assertThat(ours(ClusterMetrics.TEXT)).contains("kitchen_jobs_submitted_total 100.0");

        JobColumns settled = JobColumns.allocate(1);
        settled.kind()[0] = Outcome.Kind.CANCELLED.code();
        events.accept(new RunEvent.JobsFinished(5, 1, "none", settled));

        assertThat(ours(ClusterMetrics.TEXT))
                .contains("kitchen_jobs_submitted_total 100.0")
                .contains("kitchen_jobs_queued 99.0")
                .contains("kitchen_jobs_settled_elsewhere_total 1.0")
                .contains("kitchen_jobs_finished_total{outcome=\"cancelled\"} 0.0");
    }

    @Test
    void jobsWhoseClientWentAwayAndCameAgainAddUp() throws IOException {
        events.accept(new RunEvent.BatchSubmitted(4, 1, "bake", 10));
        finish(1, "none", Outcome.Kind.SUCCEEDED, 0, 2, 0, 0);
        finish(1, "none", Outcome.Kind.ORPHANED, 2, 8, 0, 0);
        events.accept(new RunEvent.BatchFinished(5, 1, 2, 8));
        events.accept(new RunEvent.BatchSubmitted(6, 2, "bake", 10));
        JobColumns settled = JobColumns.unreported(0, 2, 0, Outcome.Kind.CANCELLED, 6, 6);
        events.accept(new RunEvent.JobsFinished(6, 2, "none", settled));

        String text = ours(ClusterMetrics.TEXT);
        assertThat(text)
                .contains("kitchen_jobs_finished_total{outcome=\"orphaned\"} 8.0")
                .contains("kitchen_jobs_finished_total{outcome=\"cancelled\"} 0.0");
        assertThat(
                        sum(text, "kitchen_jobs_settled_elsewhere_total")
                                + sum(text, "kitchen_jobs_queued")
                                + sum(text, "kitchen_jobs_running")
                                + sum(text, "kitchen_jobs_finished_total"))
                .isEqualTo(sum(text, "kitchen_jobs_submitted_total"))
                .isEqualTo(20);
    }

    /// The sum over all label values of one series.
    private static double sum(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " ") || line.startsWith(series + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void seriesOfAWorkerVanishWithIt() throws IOException {
        join("oven");
        assertThat(ours(ClusterMetrics.TEXT)).contains("{worker=\"oven\"}");

        events.accept(new RunEvent.WorkerChanged(9, "oven", WorkerState.LOST, "gone"));

        assertThat(ours(ClusterMetrics.TEXT))
                .doesNotContain("oven")
                .contains("kitchen_workers_lost_total 1.0");
    }

    @Test
    void workersBeyondTheLimitShareTheirSeries() throws IOException {
        for (int i = 0; i < WorkerSeries.MOST_WORKERS + 5; i++) {
            join("w" + i);
        }

        String text = ours(ClusterMetrics.TEXT);

        assertThat(text.lines().filter(line -> line.startsWith("kitchen_worker_threads{")))
                .hasSize(WorkerSeries.MOST_WORKERS + 1)
                .contains("kitchen_worker_threads{worker=\"(others)\"} 20.0");
    }

    @Test
    void namesThatLookAlikeShareTheirSeries() throws IOException {
        String longName = "n".repeat(500);
        join(longName + "1");
        join(longName + "2");

        assertThat(ours(ClusterMetrics.TEXT).lines())
                .filteredOn(line -> line.startsWith("kitchen_worker_threads{"))
                .singleElement()
                .asString()
                .endsWith(" 8.0");
    }

    @Test
    void openMetricsIsGivenToWhoAcceptsIt() throws IOException {
        String accept = "application/openmetrics-text; version=1.0.0; q=0.5, text/plain; q=0.1";

        assertThat(ClusterMetrics.contentType(accept)).isEqualTo(ClusterMetrics.OPEN_METRICS);
        assertThat(ClusterMetrics.contentType("*/*")).isEqualTo(ClusterMetrics.TEXT);
        assertThat(all(ClusterMetrics.OPEN_METRICS)).endsWith("# EOF\n");
    }

    @Test
    void jvmIsMeasuredToo() throws IOException {
        assertThat(all(ClusterMetrics.TEXT))
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_threads_live_threads ")
                .contains("jvm_gc_memory_allocated_bytes_total")
                .contains("process_cpu_usage ");
    }

    @Test
    void scrapesAndEventsMayComeAtOnce() throws Exception {
        JobFigures figures = new JobFigures();
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader =
                Thread.startVirtualThread(() -> {
                    while (!ended.get()) {
                        JobFigures.Snapshot now = figures.snapshot();
                        long jobs = now.ended()[0];
                        assertThat(now.ran().point(1).getCount()).isEqualTo(jobs);
                        assertThat(now.waited().point(1).getCount()).isEqualTo(jobs);
                    }
                });
        AtomicBoolean failed = new AtomicBoolean();
        reader.setUncaughtExceptionHandler((_, _) -> failed.set(true));
        RunEvent event =
                new RunEvent.JobsFinished(
                        1, 1, "w", rows(Outcome.Kind.SUCCEEDED, 0, 4_096, MILLI, MILLI));
        for (int i = 0; i < 500; i++) {
            figures.accept(event);
        }
        ended.set(true);
        reader.join();

        assertThat(failed).isFalse();
        assertThat(figures.snapshot().ran().point(1).getCount()).isEqualTo(500 * 4_096);
    }

    private void join(String name) {
        events.accept(new RunEvent.WorkerJoined(1, name, "host", 7, 4));
        events.accept(new RunEvent.WorkerChanged(2, name, WorkerState.ACTIVE, ""));
    }

    private void finish(
            long batch,
            String worker,
            Outcome.Kind kind,
            int first,
            int count,
            long waited,
            long ran) {
        JobColumns rows = rows(kind, first, count, waited, ran);
        events.accept(new RunEvent.JobsFinished(8, batch, worker, rows));
    }

    private static JobColumns rows(Outcome.Kind kind, int first, int count, long waited, long ran) {
        JobColumns rows = JobColumns.allocate(count);
        for (int row = 0; row < count; row++) {
            rows.job()[row] = first + row;
            rows.attempt()[row] = 1;
            rows.kind()[row] = kind.code();
            rows.submitted()[row] = 4;
            rows.started()[row] = 4 + waited;
            rows.finished()[row] = 4 + waited + ran;
        }
        return rows;
    }

    private String ours(String contentType) throws IOException {
        return all(contentType)
                .lines()
                .filter(line -> line.contains("kitchen_"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String all(String contentType) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.write(out, contentType);
        return out.toString(StandardCharsets.UTF_8);
    }
}
