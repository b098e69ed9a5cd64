package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.benchmarks.raw.PlainJvm;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.util.List;

/// How soon worker JVMs are there, and whether what makes them start fast makes them slow later.
final class StartSection implements Section {

    private static final String POOL = "processes:2";
    private static final double MOST_SECONDS = 0.35;

    /// Some tenths of a second of computing.
    private static final int PRIMES_BELOW = 2_000_000;

    private static final Bound OF_PLAIN = Bound.atMost(0.6);
    private static final Bound OF_COMPUTING = Bound.atMost(1.05);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String question() {
        return "how soon is a pool of worker JVMs ready, and are its workers as fast as any JVM?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        PlainJvm opener = new PlainJvm(OpeningProbe.class, List.of());
        ProcessBuilder withoutArchive = opener.toProcess();
        // No folder can be there: see docs/decisions/0021-classes-are-archived.md.
        withoutArchive.environment().put("XDG_CACHE_HOME", "/dev/null");
        try (AskedProcess ours = AskedProcess.start(opener.toProcess());
                AskedProcess plain = AskedProcess.start(withoutArchive)) {
            Alternation sides = Alternation.of(effort, () -> ours.ask(POOL), () -> plain.ask(POOL));
            Spread seconds = Spread.of(sides.figures()[0]);
            findings.add(
                    POOL + " opened and ready; limit",
                    Units.seconds(seconds.median()),
                    Units.seconds(MOST_SECONDS),
                    seconds.over(MOST_SECONDS),
                    Bound.atMost(1));
            findings.add(
                    "the same; without an archive of classes",
                    sides,
                    0,
                    1,
                    Units::seconds,
                    OF_PLAIN);
        }
        addComputing(effort, findings);
    }

    private static void addComputing(Effort effort, Findings findings) throws Exception {
        try (Pool worker = Pools.open("processes:1");
                AskedProcess plain =
                        AskedProcess.start(
                                new PlainJvm(ComputingProbe.class, List.of()).toProcess())) {
            findings.add(
                    "count_primes on a worker JVM; with default flags",
                    Alternation.of(
                            effort,
                            () -> ComputingProbe.seconds(worker, PRIMES_BELOW),
                            () -> plain.ask("" + PRIMES_BELOW)),
                    0,
                    1,
                    Units::seconds,
                    OF_COMPUTING);
        }
    }
}
