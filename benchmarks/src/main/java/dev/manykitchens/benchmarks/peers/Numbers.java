package dev.manykitchens.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;

/// The numbers that every side squares: 0 to 999, over and over.
public final class Numbers {

    private static final int DIFFERENT = 1_000;

    private Numbers() {}

    /// The first so many.
    public static List<Integer> first(int jobs) {
        List<Integer> numbers = new ArrayList<>(jobs);
        for (int i = 0; i < jobs; i++) {
            numbers.add(i % DIFFERENT);
        }
        return numbers;
    }

    /// What the squares of the first so many add up to.
    public static long sumOfSquares(int jobs) {
        long sum = 0;
        for (int i = 0; i < jobs; i++) {
            long n = i % DIFFERENT;
            sum += n * n;
        }
        return sum;
    }
}
