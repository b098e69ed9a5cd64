package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.benchmarks.raw.RawCoordinator;
import dev.manykitchens.benchmarks.raw.RawSubmits;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.util.Optional;

/// Single jobs with a future each, from several threads.
final class SubmitSection implements Section {

    private static final int WORKERS = 2;
    private static final SubmitLoad LOAD = new SubmitLoad(4, 1000);

    /// What Python does in about a second.
    private static final int PYTHON_JOBS = 10_000;

    private static final Bound OF_RAW = Bound.atLeast(0.8);
    private static final Bound OF_PYTHON = Bound.atLeast(100);

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String question() {
        return "how many single jobs with a future each, from several threads?";
    }

    @Override
    public void measure(Effort given, Findings findings) throws Exception {
        // A turn has fewer jobs than one of a map, and compilers want as many.
        Effort effort = given.withWarmUps(2 * given.warmUps());
        try (Pool pool = Pools.open("processes:" + WORKERS);
                RawCoordinator raw = RawCoordinator.open(WORKERS)) {
            RawSubmits submits = new RawSubmits(raw);
            Measure ours =
                    () -> LOAD.rate(effort.turn(), number -> pool.submit("compute_square", number));
            Measure theirs = () -> LOAD.rate(effort.turn(), submits::submit);
            Optional<PythonPeer> python = PythonPeer.start();
            if (python.isPresent()) {
                try (PythonPeer peer = python.get()) {
                    int jobs = effort.jobs(PYTHON_JOBS);
                    Alternation sides =
                            Alternation.of(
                                    effort,
                                    ours,
                                    theirs,
                                    () -> peer.rate("executor-submit", jobs),
                                    () -> peer.rate("executor-map", jobs));
                    add(findings, sides);
                    addPython(findings, sides, "submit", 2);
                    addPython(findings, sides, "map, chunks of 1", 3);
                }
            } else {
                add(findings, Alternation.of(effort, ours, theirs));
                findings.note(PythonPeer.MISSING);
            }
        }
    }

    private static void add(Findings findings, Alternation sides) {
        findings.add(
                "submit from %d threads; raw gRPC, adaptive, with futures"
                        .formatted(LOAD.threads()),
                sides,
                0,
                1,
                Units::jobsPerSecond,
                OF_RAW);
    }

    private static void addPython(Findings findings, Alternation sides, String way, int side) {
        findings.add(
                "the same; Python's ProcessPoolExecutor, " + way,
                sides,
                0,
                side,
                Units::jobsPerSecond,
                OF_PYTHON);
    }
}
