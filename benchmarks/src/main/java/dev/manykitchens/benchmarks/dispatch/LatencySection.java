package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.benchmarks.raw.RawCalls;
import dev.manykitchens.benchmarks.raw.RawCoordinator;
import dev.manykitchens.benchmarks.raw.RawWorker;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// One job at a time: from the call until its value is there.
final class LatencySection implements Section {

    private static final int WORKERS = 2;

    /// In one turn.
    private static final int CALLS = 10_000;

    /// Turns before any counts: compilers need more calls than one turn has.
    private static final int WARM_UPS = 3;

    private static final int DIGITS = 3;
    private static final double MIDDLE = 50;
    private static final double SLOW = 99;
    private static final Bound OF_MIDDLE = Bound.atMost(1.2);
    private static final Bound OF_SLOW = Bound.atMost(1.5);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String question() {
        return "how long does one job at a time take, from submit until its value is there?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        int calls = effort.jobs(CALLS);
        List<Histogram> ours = new ArrayList<>();
        List<Histogram> theirs = new ArrayList<>();
        List<Histogram> theirsOnThread = new ArrayList<>();
        try (Pool pool = Pools.open("processes:" + WORKERS);
                RawCoordinator raw = RawCoordinator.open(WORKERS);
                RawCoordinator onThread = RawCoordinator.open(WORKERS, RawWorker.Place.THREAD)) {
            RawCalls rawCalls = new RawCalls(raw);
            RawCalls callsOnThread = new RawCalls(onThread);
            for (int round = -WARM_UPS; round < effort.rounds(); round++) {
                Histogram a =
                        turn(calls, number -> (Long) pool.submit("compute_square", number).join());
                Histogram b = turn(calls, rawCalls::square);
                Histogram c = turn(calls, callsOnThread::square);
                if (round >= 0) {
                    ours.add(a);
                    theirs.add(b);
                    theirsOnThread.add(c);
                }
            }
        }
        String onTransport = "a message each";
        String apart = "the same with jobs on a thread of their own";
        add(findings, onTransport, ours, theirs, MIDDLE, OF_MIDDLE);
        add(findings, onTransport, ours, theirs, SLOW, OF_SLOW);
        add(findings, apart, ours, theirsOnThread, MIDDLE, OF_MIDDLE);
        add(findings, apart, ours, theirsOnThread, SLOW, OF_SLOW);
    }

    private static void add(
            Findings findings,
            String how,
            List<Histogram> ours,
            List<Histogram> theirs,
            double percentile,
            Bound bound) {
        Alternation sides =
                new Alternation(new double[][] {at(percentile, ours), at(percentile, theirs)});
        findings.add(
                "p%.0f of one job at a time; raw gRPC, %s".formatted(percentile, how),
                sides,
                0,
                1,
                Units::nanos,
                bound);
    }

    private static double[] at(double percentile, List<Histogram> turns) {
        double[] nanos = new double[turns.size()];
        Arrays.setAll(nanos, turn -> turns.get(turn).getValueAtPercentile(percentile));
        return nanos;
    }

    private static Histogram turn(int calls, LongUnaryOperator square) {
        Histogram nanos = new Histogram(DIGITS);
        for (long number = 0; number < calls; number++) {
            long before = System.nanoTime();
            long value = square.applyAsLong(number);
            nanos.recordValue(System.nanoTime() - before);
            Numbers.requireSquare(number, value);
        }
        return nanos;
    }
}
