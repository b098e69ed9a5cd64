package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.benchmarks.journal.OpenJobs;
import dev.manykitchens.coordinator.serve.ServedCoordinator;
import dev.manykitchens.core.pool.Pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a coordinator's journal costs: the same coordinator with and without, in turns.
final class JournalSection implements Section {

    private static final int JOBS = 10_000_000;
    private static final int CALLS = 2_000;
    private static final int WORKERS = 2;
    private static final int OPEN = 1_000_000;
    private static final int MANY = 1_000;
    private static final int RECOVERIES = 3;
    private static final double LIMIT_SECONDS = 5;
    private static final Bound OF_MAP = Bound.atLeast(0.5);
    private static final Bound WITHIN_LIMIT = Bound.atMost(1);

    /// Each job alone is a batch and an outcome: two forces, which are slower than a round trip.
    private static final Bound OF_LATENCY = Bound.atMost(10);

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String question() {
        return "what does a coordinator's journal cost, and how long does it take to go on?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        Path folder = Files.createTempDirectory("kitchen-journal-");
        try {
            findings.note(
                    "the journal is on %s (%s)"
                            .formatted(folder, Files.getFileStore(folder).type()));
            int jobs = effort.jobs(JOBS);
            int calls = effort.jobs(CALLS);
            try (JournaledCluster with =
                            JournaledCluster.open(
                                    folder.resolve("with"),
                                    Optional.of(folder.resolve("with-data")),
                                    WORKERS);
                    JournaledCluster without =
                            JournaledCluster.open(
                                    folder.resolve("without"), Optional.empty(), WORKERS)) {
                findings.add(
                        "map through a coordinator with a journal; without",
                        Alternation.of(
                                effort,
                                () -> MapSection.ours(with.pool(), jobs),
                                () -> MapSection.ours(without.pool(), jobs)),
                        0,
                        1,
                        Units::jobsPerSecond,
                        OF_MAP);
                findings.add(
                        "one job at a time, p50, with a journal; without",
                        Alternation.of(
                                effort,
                                () -> middle(with.pool(), calls),
                                () -> middle(without.pool(), calls)),
                        0,
                        1,
                        Units::nanos,
                        OF_LATENCY);
            }
            recovered(findings, folder, "one batch of a million open jobs", 1, OPEN);
            recovered(findings, folder, "a thousand open batches of a thousand", MANY, MANY);
        } finally {
            remove(folder);
        }
    }

    /// The middle of so many calls, in nanoseconds.
    private static double middle(Pool pool, int calls) {
        double[] nanos = new double[calls];
        for (int call = 0; call < calls; call++) {
            long before = System.nanoTime();
            long value = (Long) pool.submit("compute_square", (long) call).join();
            nanos[call] = System.nanoTime() - before;
            Numbers.requireSquare(call, value);
        }
        return Spread.of(nanos).median();
    }

    /// From the call that starts a coordinator until it answers and has all of it.
    private static void recovered(
            Findings findings, Path folder, String what, int batches, int jobs) throws Exception {
        double[] seconds = new double[RECOVERIES];
        for (int round = 0; round < RECOVERIES; round++) {
            Path its =
                    Files.createDirectory(folder.resolve("open-%d-%d".formatted(batches, round)));
            Path data = its.resolve("data");
            OpenJobs.leave(data, batches, jobs);
            Stopwatch watch = new Stopwatch();
            try (ServedCoordinator coordinator = JournaledCluster.serve(its, Optional.of(data))) {
                int found = coordinator.view().get().batches().size();
                seconds[round] = watch.seconds();
                if (found != batches) {
                    throw new IllegalStateException(
                            "%d batches must be open again, were %d".formatted(batches, found));
                }
            }
        }
        Spread spread = Spread.of(seconds);
        findings.add(
                what + ", until a coordinator serves; " + Units.seconds(LIMIT_SECONDS),
                Units.seconds(spread.median()),
                Units.seconds(LIMIT_SECONDS),
                spread.over(LIMIT_SECONDS),
                WITHIN_LIMIT);
        findings.note(what + ": " + Arrays.toString(seconds) + " s");
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
