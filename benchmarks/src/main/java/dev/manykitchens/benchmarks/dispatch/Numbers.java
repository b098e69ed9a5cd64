package dev.manykitchens.benchmarks.dispatch;

import java.util.AbstractList;
import java.util.RandomAccess;

/// The numbers from 0, one a job: a view, as Python's `range`, that takes no memory.
final class Numbers extends AbstractList<Long> implements RandomAccess {

    private final int size;

    Numbers(int size) {
        this.size = size;
    }

    @Override
    public Long get(int index) {
        return (long) index;
    }

    @Override
    public int size() {
        return size;
    }

    /// The value of a job that squares its number must be right.
    static void requireSquare(long number, Object square) {
        if (!square.equals(number * number)) {
            throw new IllegalStateException(
                    "the square of %d must be %d, was %s"
                            .formatted(number, number * number, square));
        }
    }
}
