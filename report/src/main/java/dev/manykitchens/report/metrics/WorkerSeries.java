package dev.manykitchens.report.metrics;

import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.report.text.OneLine;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/// One series a worker that is here. Whoever has left has none, and a series more than
/// [#MOST_WORKERS] would cost whoever stores them more than it tells: the newest workers beyond
/// that share one.
final class WorkerSeries {

    static final int MOST_WORKERS = 1_000;
    static final String OTHERS = "(others)";

    /// Of a longer name only the beginning is shown.
    private static final int LONGEST_NAME = 128;

    private static final double NANOS = 1e9;

    private final Map<String, List<WorkerRow>> byLabel = new LinkedHashMap<>();

    WorkerSeries(List<WorkerRow> workers) {
        for (int i = 0; i < workers.size(); i++) {
            WorkerRow worker = workers.get(i);
            String label = i < MOST_WORKERS ? OneLine.of(worker.name(), LONGEST_NAME) : OTHERS;
            byLabel.computeIfAbsent(label, _ -> new ArrayList<>()).add(worker);
        }
    }

    List<MetricSnapshot> all() {
        return List.of(
                gauge(
                        "kitchen_worker_threads",
                        "Threads of a worker.",
                        WorkerRow::threads,
                        Double::sum),
                gauge(
                        "kitchen_worker_jobs_running",
                        "Jobs that a worker has: waiting there, running, on their way.",
                        WorkerRow::running,
                        Double::sum),
                gauge(
                        "kitchen_worker_resident_bytes",
                        "Memory resident in a worker's process, from its last heartbeat; 0 while unknown.",
                        WorkerRow::residentBytes,
                        Double::sum),
                gauge(
                        "kitchen_worker_pause_seconds",
                        "The longest pause of a worker's JVM or host before its last heartbeat.",
                        worker -> worker.pauseNanos() / NANOS,
                        Math::max),
                counter(
                        "kitchen_worker_busy_seconds",
                        "How long a worker's threads were busy with jobs that have ended, all together.",
                        worker -> worker.busyNanos() / NANOS),
                counter(
                        "kitchen_worker_cpu_seconds",
                        "CPU time of a worker's process, from its last heartbeat.",
                        worker -> worker.cpuNanos() / NANOS),
                counter(
                        "kitchen_worker_jobs_succeeded",
                        "Jobs that a worker ended with a result.",
                        WorkerRow::succeeded),
                counter(
                        "kitchen_worker_jobs_failed",
                        "Jobs that a worker ended without a result.",
                        WorkerRow::failed));
    }

    private GaugeSnapshot gauge(
            String name,
            String help,
            ToDoubleFunction<WorkerRow> figure,
            DoubleBinaryOperator together) {
        GaugeSnapshot.Builder series = GaugeSnapshot.builder().name(name).help(help);
        byLabel.forEach((label, workers) ->
                series.dataPoint(
                        GaugeDataPointSnapshot.builder()
                                .labels(Labels.of("worker", label))
                                .value(workers.stream().mapToDouble(figure).reduce(0, together))
                                .build()));
        return series.build();
    }

    private CounterSnapshot counter(String name, String help, ToDoubleFunction<WorkerRow> figure) {
        CounterSnapshot.Builder series = CounterSnapshot.builder().name(name).help(help);
        byLabel.forEach((label, workers) ->
                series.dataPoint(
                        CounterDataPointSnapshot.builder()
                                .labels(Labels.of("worker", label))
                                .value(workers.stream().mapToDouble(figure).sum())
                                .build()));
        return series.build();
    }
}
