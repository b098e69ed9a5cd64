package dev.manykitchens.report.metrics;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// All series of the cluster, made anew for each scrape from one view, so that the figures of a
/// scrape fit each other.
final class ClusterSeries implements MultiCollector {

    private static final double NANOS = 1e9;
    private static final List<WorkerState> HERE =
            List.of(
                    WorkerState.JOINING,
                    WorkerState.ACTIVE,
                    WorkerState.SUSPECT,
                    WorkerState.DRAINING);

    private final Supplier<ClusterView> views;
    private final JobFigures figures;

    ClusterSeries(Supplier<ClusterView> views, JobFigures figures) {
        this.views = views;
        this.figures = figures;
    }

    @Override
    public MetricSnapshots collect() {
        ClusterView view = views.get();
        List<MetricSnapshot> all = new ArrayList<>();
        addState(all, view);
        addTotals(all, view);
        addFigures(all, figures.snapshot());
        all.addAll(new WorkerSeries(view.workers()).all());
        return new MetricSnapshots(all);
    }

    private static void addState(List<MetricSnapshot> all, ClusterView view) {
        all.add(gauge("kitchen_jobs_queued", "Jobs that wait.", view.totals().queued()));
        all.add(gauge("kitchen_jobs_running", "Jobs that workers have.", view.totals().running()));
        all.add(
                gauge(
                        "kitchen_batches",
                        "Batches that are not finished.",
                        (long) view.batches().size()));
        all.add(gauge("kitchen_clients", "Clients that are here.", (long) view.clients().size()));
        all.add(
                gauge(
                        "kitchen_slots",
                        "How many jobs can run at once on the workers that take jobs.",
                        view.slots()));
        all.add(
                gauge(
                        "kitchen_slots_free",
                        "How many of the slots have nothing to do.",
                        view.freeSlots()));
        all.add(
                gauge(
                        "kitchen_draining",
                        "1 while no more workers and batches are taken, else 0.",
                        view.draining() ? 1L : 0L));
        all.add(
                gauge(
                        "kitchen_uptime_seconds",
                        "For how long it has been counted.",
                        view.uptimeNanos() / NANOS));
        GaugeSnapshot.Builder workers =
                GaugeSnapshot.builder()
                        .name("kitchen_workers")
                        .help("Workers that are here, by state; a suspect one is silent.");
        for (WorkerState state : HERE) {
            workers.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("state", word(state)))
                            .value((double) view.workersIn(state))
                            .build());
        }
        all.add(workers.build());
        all.add(
                InfoSnapshot.builder()
                        .name("kitchen_build")
                        .help("The coordinator's build.")
                        .dataPoint(
                                InfoSnapshot.InfoDataPointSnapshot.builder()
                                        .labels(Labels.of("version", view.buildVersion()))
                                        .build())
                        .build());
    }

    private static void addTotals(List<MetricSnapshot> all, ClusterView view) {
        JobTotals totals = view.totals();
        all.add(
                counter(
                        "kitchen_jobs_submitted",
                        "Jobs of all batches taken, each time that they were: those settled elsewhere, queued, running and finished, together.",
                        totals.submitted()));
        all.add(
                counter(
                        "kitchen_jobs_settled_elsewhere",
                        "Jobs that had ended before a client handed their batch in again.",
                        totals.settledElsewhere()));
        all.add(
                counter(
                        "kitchen_jobs_requeued",
                        "How often a job went back to the queue.",
                        totals.requeued()));
        all.add(
                counter(
                        "kitchen_jobs_copied",
                        "How often a running job was given to a second worker too.",
                        totals.copied()));
        all.add(
                counter(
                        "kitchen_results_dropped",
                        "Jobs of which something came too late or twice: a result, or that the job was left; what a worker says once more after a break, not knowing that it was heard, is left out.",
                        totals.dropped()));
        all.add(
                counter(
                        "kitchen_workers_lost",
                        "Workers that died or fell silent.",
                        view.workersLost()));
    }

    private static void addFigures(List<MetricSnapshot> all, JobFigures.Snapshot jobs) {
        CounterSnapshot.Builder finished =
                CounterSnapshot.builder()
                        .name("kitchen_jobs_finished")
                        .help(
                                "Jobs that have their outcome, by its kind; orphaned ones were cancelled because their client went away.");
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            finished.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(Labels.of("outcome", word(kind)))
                            .value((double) jobs.ended()[kind.code()])
                            .build());
        }
        all.add(finished.build());
        all.add(
                histogram(
                        "kitchen_job_schedule_to_start_seconds",
                        "From the submission of a job's batch until a thread of a worker began with it; every job that ended where it ran is counted, none sampled.",
                        jobs.waited(),
                        NANOS));
        all.add(
                histogram(
                        "kitchen_job_run_seconds",
                        "From the moment a thread began with a job until it ended; every job that ended where it ran is counted, none sampled.",
                        jobs.ran(),
                        NANOS));
        all.add(
                histogram(
                        "kitchen_chunk_jobs",
                        "Jobs that a worker got together under one lease.",
                        jobs.chunks(),
                        1));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    private static HistogramSnapshot histogram(
            String name, String help, BulkHistogram counted, double unit) {
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(counted.point(unit))
                .build();
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
