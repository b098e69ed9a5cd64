package dev.manykitchens.report.cluster;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClientRow;
import dev.manykitchens.core.cluster.ClusterFacts;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Views for tests.
final class Clusters {

    private static final long SECOND = 1_000_000_000;

    private Clusters() {}

    static ClusterView empty() {
        return view(0, false, new JobTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), List.of(), List.of());
    }

    /// Three workers, one of them with a name that is to do harm, two batches and a client.
    static ClusterView busy() {
        return at(185, 10_000, 120);
    }

    /// Two seconds before.
    static ClusterView before() {
        return at(183, 9_000, 118);
    }

    private static ClusterView at(long seconds, int succeeded, long busySeconds) {
        return view(
                seconds,
                false,
                new JobTotals(20_272, 13, 10_087, 93, succeeded, 5, 2, 72, 12, 3, 1),
                List.of(
                        worker("oven", WorkerState.ACTIVE, 4, 5, 5, succeeded, busySeconds),
                        worker("mixer", WorkerState.ACTIVE, 2, 2, 2, 0, 0),
                        worker(
                                "\u001b[31mevil\n\u202e" + "x".repeat(60),
                                WorkerState.SUSPECT,
                                8,
                                86,
                                3,
                                0,
                                0)),
                List.of(
                        new BatchRow(7, 3, "bake", 13, 20_000, 91, succeeded, 3, 0, 0, 60 * SECOND),
                        new BatchRow(12, 0, "stir\tpot", 0, 187, 2, 0, 2, 2, 0, 180 * SECOND)));
    }

    /// So many workers and batches.
    static ClusterView large(int workers, int batches) {
        List<WorkerRow> rows = new ArrayList<>();
        for (int i = 1; i <= workers; i++) {
            rows.add(worker("worker-" + i, WorkerState.ACTIVE, 2, i % 3, i % 3, i, i));
        }
        return view(
                100,
                true,
                new JobTotals(batches * 10L, 0, batches * 9L, batches, 0, 0, 0, 0, 0, 0, 0),
                rows,
                IntStream.rangeClosed(1, batches)
                        .mapToObj(i -> new BatchRow(i, 1, "bake", 0, 10, 1, 0, 0, 0, 0, SECOND))
                        .toList());
    }

    private static WorkerRow worker(
            String name,
            WorkerState state,
            int threads,
            int running,
            int chunks,
            long succeeded,
            long busySeconds) {
        return new WorkerRow(
                name,
                "host-of-" + name,
                4711,
                threads,
                new WorkerFacts(1, 8, 16_000_000_000L, "0.1.0"),
                state,
                running,
                chunks,
                succeeded,
                1,
                123_400_000,
                77 * SECOND,
                12_000_000,
                20 * SECOND,
                182 * SECOND,
                busySeconds * SECOND);
    }

    private static ClusterView view(
            long seconds,
            boolean draining,
            JobTotals totals,
            List<WorkerRow> workers,
            List<BatchRow> batches) {
        return new ClusterView(
                seconds * SECOND,
                0,
                workers.isEmpty() ? "" : "0.1.0",
                draining,
                totals,
                workers.isEmpty() ? 0 : 2,
                workers,
                batches,
                workers.isEmpty()
                        ? List.of()
                        : List.of(new ClientRow(new ClusterFacts.OfClient(3, "desk", 815, 0), 1)));
    }
}
