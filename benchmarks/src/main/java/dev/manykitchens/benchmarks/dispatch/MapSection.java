package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.benchmarks.raw.RawCoordinator;
import dev.manykitchens.benchmarks.raw.RawMap;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Many small jobs at once.
final class MapSection implements Section {

    private static final int JOBS = 10_000_000;
    private static final int WORKERS = 2;
    private static final int COLUMN = 1024;
    private static final Bound OF_RAW = Bound.atLeast(0.5);
    private static final Bound OF_PYTHON = Bound.atLeast(1);

    @Override
    public String name() {
        return "map";
    }

    @Override
    public String question() {
        return "what does a map of 10 million small integers reach, with leases, order and events?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        int jobs = effort.jobs(JOBS);
        CountedJobs events = new CountedJobs();
        try (Pool pool =
                        Pools.open(
                                PoolSpec.parse("processes:" + WORKERS),
                                PoolOptions.defaults().withEvents(events));
                RawCoordinator raw = RawCoordinator.open(WORKERS)) {
            long[] numbers = LongStream.range(0, jobs).toArray();
            Measure ours = () -> ours(pool, jobs);
            Measure theirs = () -> raw(raw, numbers);
            Optional<PythonPeer> python = PythonPeer.start();
            if (python.isPresent()) {
                try (PythonPeer peer = python.get()) {
                    Alternation sides =
                            Alternation.of(effort, ours, theirs, () -> peer.rate("pool-map", jobs));
                    add(findings, sides);
                    findings.add(
                            "map; Python's Pool.map, default chunks",
                            sides,
                            0,
                            2,
                            Units::jobsPerSecond,
                            OF_PYTHON);
                }
            } else {
                add(findings, Alternation.of(effort, ours, theirs));
                findings.note(PythonPeer.MISSING);
            }
        }
        events.require((long) jobs * (effort.rounds() + effort.warmUps()));
    }

    private static void add(Findings findings, Alternation sides) {
        findings.add(
                "map; raw gRPC, packed columns of " + COLUMN,
                sides,
                0,
                1,
                Units::jobsPerSecond,
                OF_RAW);
    }

    /// Jobs a second; the results are checked when the time has been taken, as they are everywhere.
    static double ours(Pool pool, int jobs) {
        Stopwatch watch = new Stopwatch();
        List<Object> squares = pool.map("compute_square", new Numbers(jobs));
        double rate = watch.rate(jobs);
        for (int i = 0; i < jobs; i++) {
            Numbers.requireSquare(i, squares.get(i));
        }
        return rate;
    }

    private static double raw(RawCoordinator raw, long[] numbers) throws InterruptedException {
        Stopwatch watch = new Stopwatch();
        long[] squares = RawMap.run(raw, COLUMN, numbers);
        double rate = watch.rate(numbers.length);
        if (!Arrays.equals(squares, LongStream.of(numbers).map(n -> n * n).toArray())) {
            throw new IllegalStateException("raw squares must be right and in order, were not");
        }
        return rate;
    }
}
