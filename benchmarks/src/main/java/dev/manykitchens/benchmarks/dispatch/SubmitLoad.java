package dev.manykitchens.benchmarks.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several threads that hand in single jobs for some time, each with a bounded number of futures
/// out, and check what comes.
///
/// @param threads how many
/// @param outstanding how many futures each has out at most
record SubmitLoad(int threads, int outstanding) {

    /// Hands in one job that squares a number.
    @FunctionalInterface
    interface Submitter {
        Future<?> submit(long number);
    }

    private record Asked(long number, Future<?> square) {}

    /// How many jobs a second came back.
    double rate(Duration time, Submitter submitter) throws Exception {
        Stopwatch watch = new Stopwatch();
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Long>> loads = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loads.add(() -> load(end, submitter));
            }
            long jobs = 0;
            for (Future<Long> load : executor.invokeAll(loads)) {
                jobs += load.get();
            }
            return watch.rate(jobs);
        }
    }

    private long load(long end, Submitter submitter) throws Exception {
        ArrayDeque<Asked> asked = new ArrayDeque<>(outstanding);
        long number = 0;
        while (System.nanoTime() < end) {
            if (asked.size() == outstanding) {
                check(asked.remove());
            }
            asked.add(new Asked(number, submitter.submit(number)));
            number++;
        }
        while (!asked.isEmpty()) {
            check(asked.remove());
        }
        return number;
    }

    private static void check(Asked asked) throws Exception {
        Numbers.requireSquare(asked.number(), asked.square().get());
    }
}
