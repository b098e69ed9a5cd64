package dev.manykitchens.worker.link;

import java.util.Arrays;

/// Times of jobs that ended, one row a job, in nanoseconds. Confined to whoever fills it.
public final class JobTimes {

    static final int STARTED_AFTER = 0;
    static final int RAN = 1;
    static final int STOVE = 2;
    static final int CPU = 3;
    static final int WAIT = 4;
    static final int RESOURCE = 5;
    private static final int COLUMNS = 6;

    private int size;
    private final long[][] columns;

    /// Room for so many rows; it grows when there are more.
    public JobTimes(int capacity) {
        columns = new long[COLUMNS][capacity];
    }

    /// How many rows there are.
    public int size() {
        return size;
    }

    /// Adds a row.
    ///
    /// @param startedAfter begin, since the assignment came
    /// @param ran from begin to end
    /// @param stove of that, waiting for a stove
    /// @param cpu of that, computing
    /// @param waited of that, in steps that wait
    /// @param resource of that, waiting for a resource
    public void add(long startedAfter, long ran, long stove, long cpu, long waited, long resource) {
        if (size == columns[0].length) {
            int grown = Math.max(16, size + (size >> 1));
            for (int i = 0; i < COLUMNS; i++) {
                columns[i] = Arrays.copyOf(columns[i], grown);
            }
        }
        put(STARTED_AFTER, startedAfter);
        put(RAN, ran);
        put(STOVE, stove);
        put(CPU, cpu);
        put(WAIT, waited);
        put(RESOURCE, resource);
        size++;
    }

    long get(int column, int row) {
        return columns[column][row];
    }

    private void put(int column, long nanos) {
        columns[column][size] = Math.max(0, nanos);
    }
}
