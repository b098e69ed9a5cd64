package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/// Long jobs of different lengths: whether any of them waits behind another while a slot is free,
/// at the end of a batch above all; and whether a worker that comes late gets work at once.
///
/// The jobs wait instead of computing, so that neither cores nor neighbours matter. Nobody who
/// takes jobs as they come can know how long they last; the best possible is then that each goes to
/// the first slot that is free, at once. When the longest come first, that is the best schedule of
/// all but for a few per cent.
final class TailSection implements Section {

    private static final String POOL = "processes:2x4";
    private static final int SLOTS = 8;
    private static final int JOBS = 64;
    private static final double SHORTEST_MILLIS = 8;
    private static final double LONGEST_OVER_SHORTEST = 100;
    private static final long SEED = 64;
    private static final Bound BEST = Bound.atMost(1.05);

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public String question() {
        return "do jobs whose times differ by 100 to 1 end as soon as they can?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        List<Integer> ascending = IntStream.range(0, JOBS).mapToObj(TailSection::millis).toList();
        List<Integer> mixed = new ArrayList<>(ascending);
        Collections.shuffle(mixed, new Random(SEED));
        try (Pool pool = Pools.open(POOL)) {
            add(findings, effort, pool, "longest first", ascending.reversed());
            add(findings, effort, pool, "shortest first", ascending);
            add(findings, effort, pool, "mixed", mixed);
        }
        LateJoiner.measure(findings);
    }

    private static void add(
            Findings findings, Effort effort, Pool pool, String which, List<Integer> millis)
            throws Exception {
        double best = bestSeconds(millis);
        Alternation sides = Alternation.of(effort, () -> seconds(pool, millis), () -> best);
        findings.add(
                "%d waits, %s, on %s; best schedule".formatted(JOBS, which, POOL),
                sides,
                0,
                1,
                Units::seconds,
                BEST);
    }

    /// The lengths are spread evenly on a logarithmic scale.
    private static int millis(int job) {
        return (int)
                Math.round(
                        SHORTEST_MILLIS
                                * Math.pow(LONGEST_OVER_SHORTEST, job / (double) (JOBS - 1)));
    }

    private static double seconds(Pool pool, List<Integer> millis) {
        List<String> waits = millis.stream().map(each -> each + "ms").toList();
        Stopwatch watch = new Stopwatch();
        List<Object> waited = pool.map("wait", waits);
        double seconds = watch.seconds();
        if (!waited.equals(waits)) {
            throw new IllegalStateException("each job must give its wait, they gave " + waited);
        }
        return seconds;
    }

    /// When the last one ends if each goes to the slot that is free first.
    static double bestSeconds(List<Integer> millis) {
        PriorityQueue<Integer> freeAt = new PriorityQueue<>();
        IntStream.range(0, SLOTS).forEach(_ -> freeAt.add(0));
        int end = 0;
        for (int each : millis) {
            int ends = freeAt.remove() + each;
            freeAt.add(ends);
            end = Math.max(end, ends);
        }
        return end / 1e3;
    }
}
