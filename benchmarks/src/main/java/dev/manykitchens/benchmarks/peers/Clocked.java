package dev.manykitchens.benchmarks.peers;

import java.util.List;
import java.util.concurrent.Callable;

/// Times what is handed to it, on this JVM's clock.
public final class Clocked {

    private Clocked() {}

    /// A run whose numbers are made before the clock starts.
    public static Way.Run over(SumOfSquares work) {
        return jobs -> {
            List<Integer> numbers = Numbers.first(jobs);
            return time(() -> work.of(numbers));
        };
    }

    /// Runs it and notes how long that took.
    public static Way.Timing time(Callable<Long> work) throws Exception {
        long started = System.nanoTime();
        long sum = work.call();
        return new Way.Timing(System.nanoTime() - started, sum);
    }

    /// Squares every number and adds up the results.
    @FunctionalInterface
    public interface SumOfSquares {

        /// The sum.
        long of(List<Integer> numbers) throws Exception;
    }
}
