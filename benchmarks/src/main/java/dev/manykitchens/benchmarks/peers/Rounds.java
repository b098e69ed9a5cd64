package dev.manykitchens.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Measures ways side by side: finds for each how many jobs take as long as a round shall, which
/// also warms it up, then goes through all of them in every round, in turn forwards and backwards.
///
/// @param count how many rounds
/// @param seconds how long a way shall take in one
/// @param progress hears a line before each step
record Rounds(int count, double seconds, Consumer<String> progress) {

    private static final int FEWEST_JOBS = 200;

    /// What fits into the memory of every side, as numbers and as results.
    private static final int MOST_JOBS = 10_000_000;

    /// How long a way may take for one round before it is given up.
    private static final int LIMIT_SECONDS = 180;

    /// As many rounds' time is spent on each way before it counts.
    private static final int WARM_UP_ROUNDS = 4;

    /// A first run is slow, so what follows it is not many times as large.
    private static final int MOST_GROWTH = 10;

    private static final double NANOS_PER_SECOND = 1e9;

    Rounds {
        if (count < 1 || count > 100) {
            throw new IllegalArgumentException("rounds must be from 1 to 100, was " + count);
        }
        if (!(seconds >= 0.01 && seconds <= 60)) {
            throw new IllegalArgumentException("seconds must be from 0.01 to 60, was " + seconds);
        }
    }

    /// Measures all of them.
    ///
    /// @throws IllegalStateException when a way gave a wrong sum, failed, or took too long; the
    ///   message names it
    List<Measured> measure(List<Way> ways) throws InterruptedException {
        try (ExecutorService runner =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("peers").daemon().factory())) {
            try {
                return measure(ways, runner);
            } finally {
                runner.shutdownNow();
            }
        }
    }

    private List<Measured> measure(List<Way> ways, ExecutorService runner)
            throws InterruptedException {
        List<Integer> sizes = new ArrayList<>();
        for (Way way : ways) {
            progress.accept("sizing " + way);
            sizes.add(sizeOf(way, runner));
        }
        List<List<Double>> perSecond = new ArrayList<>();
        ways.forEach(_ -> perSecond.add(new ArrayList<>()));
        for (int round = 0; round < count; round++) {
            progress.accept("round " + (round + 1) + " of " + count);
            for (int turn = 0; turn < ways.size(); turn++) {
                int which = round % 2 == 0 ? turn : ways.size() - 1 - turn;
                int jobs = sizes.get(which);
                long nanos = nanosOf(ways.get(which), jobs, runner);
                perSecond.get(which).add(jobs * NANOS_PER_SECOND / nanos);
            }
        }
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            measured.add(new Measured(ways.get(i), sizes.get(i), perSecond.get(i)));
        }
        return measured;
    }

    /// More and more jobs until they fill a round, over and over while code is still being compiled
    /// and becomes faster.
    private int sizeOf(Way way, ExecutorService runner) throws InterruptedException {
        double wanted = seconds * NANOS_PER_SECOND;
        int jobs = FEWEST_JOBS;
        for (double warmed = 0; warmed < WARM_UP_ROUNDS * wanted; ) {
            long nanos = nanosOf(way, jobs, runner);
            warmed += nanos;
            jobs = wholeHundreds(jobs * Math.min(wanted / nanos, MOST_GROWTH));
        }
        return jobs;
    }

    /// Whole hundreds, which a side may send in one message.
    private static int wholeHundreds(double jobs) {
        return Math.clamp(Math.round(jobs / 100) * 100, 100, MOST_JOBS);
    }

    private static long nanosOf(Way way, int jobs, ExecutorService runner)
            throws InterruptedException {
        System.gc(); // Nobody pays for what others left.
        Future<Way.Timing> run = runner.submit(() -> way.run().of(jobs));
        try {
            Way.Timing timing = run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            long expected = Numbers.sumOfSquares(jobs);
            if (timing.sum() != expected) {
                throw new IllegalStateException(
                        "the squares of %d numbers add up to %d, %s gave %d"
                                .formatted(jobs, expected, way, timing.sum()));
            }
            return Math.max(1, timing.nanos());
        } catch (ExecutionException e) {
            throw new IllegalStateException(way + " failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "%s took more than %d s for %d jobs".formatted(way, LIMIT_SECONDS, jobs), e);
        }
    }
}
