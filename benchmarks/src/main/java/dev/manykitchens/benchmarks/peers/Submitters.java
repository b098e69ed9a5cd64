package dev.manykitchens.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Threads that hand in their share of the jobs one by one, keep a future of each, and read the
/// results when all are handed in.
///
/// @param threads how many
public record Submitters(int threads) {

    /// Adds up what the futures give.
    ///
    /// @param submit hands in one job
    /// @param value the number, or the sum of the numbers, that one future's result stands for
    public <J, R> long sum(
            List<J> jobs, Function<J, ? extends Future<R>> submit, ToLongFunction<R> value)
            throws InterruptedException, ExecutionException {
        try (ExecutorService submitters = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> sums = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                List<J> share =
                        jobs.subList(
                                (int) ((long) jobs.size() * i / threads),
                                (int) ((long) jobs.size() * (i + 1) / threads));
                sums.add(submitters.submit(() -> sumOfShare(share, submit, value)));
            }
            long sum = 0;
            for (Future<Long> share : sums) {
                sum += share.get();
            }
            return sum;
        }
    }

    private static <J, R> long sumOfShare(
            List<J> jobs, Function<J, ? extends Future<R>> submit, ToLongFunction<R> value)
            throws InterruptedException, ExecutionException {
        List<Future<R>> futures = new ArrayList<>(jobs.size());
        for (J job : jobs) {
            futures.add(submit.apply(job));
        }
        long sum = 0;
        for (Future<R> future : futures) {
            sum += value.applyAsLong(future.get());
        }
        return sum;
    }
}
