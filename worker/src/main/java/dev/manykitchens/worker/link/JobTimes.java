package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.ResultsCodec;

import java.util.Arrays;

/// Times of jobs that ended, one row a job, in nanoseconds. A column without any time in it takes
/// no room: most jobs wait for nothing. Confined to whoever fills it.
public final class JobTimes {

    // In the sequence of the contract.
    private static final int IDLE = 0;
    private static final int RAN = 1;
    private static final int STOVE = 2;
    private static final int OTHER = 3;
    private static final int WAIT = 4;
    private static final int RESOURCE = 5;

    private static final int FIRST_ROWS = 16;

    private final int capacity;
    private int size;

    /// Each as long as its last time that is not 0 asks for.
    private final long[][] columns = new long[ResultsCodec.TIMES][0];

    /// @param capacity how many rows are expected: what a column grows to in its last step but for
    ///   more
    public JobTimes(int capacity) {
        this.capacity = capacity;
    }

    /// How many rows there are.
    public int size() {
        return size;
    }

    /// Adds a row.
    ///
    /// @param idle before it began, since the end of the row before; of the first, since the
    ///   assignment came; alone may be negative, when it began before that
    /// @param ran from begin to end
    /// @param stove of that, waiting for a stove
    /// @param cpu of that, computing
    /// @param waited of that, in steps that wait
    /// @param resource of that, waiting for a resource
    public void add(long idle, long ran, long stove, long cpu, long waited, long resource) {
        put(IDLE, idle);
        put(RAN, Math.max(0, ran));
        put(STOVE, Math.max(0, stove));
        put(OTHER, Math.max(0, ran - stove - cpu - waited - resource));
        put(WAIT, Math.max(0, waited));
        put(RESOURCE, Math.max(0, resource));
        size++;
    }

    /// The columns in the sequence of the contract: what one lacks at its end is 0, and so is what
    /// it has beyond the last row.
    long[][] columns() {
        return columns;
    }

    private void put(int column, long nanos) {
        if (nanos == 0) {
            return;
        }
        if (size >= columns[column].length) {
            columns[column] = Arrays.copyOf(columns[column], grown());
        }
        columns[column][size] = nanos;
    }

    private int grown() {
        int doubled = Math.max(FIRST_ROWS, 2 * size + 1);
        return size < capacity ? Math.min(doubled, capacity) : doubled;
    }
}
