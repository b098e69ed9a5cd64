package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.ResultsCodec;

import java.util.Arrays;

/// Times of jobs that ended, one row a job, in nanoseconds. A column without any time in it takes
/// no room: most jobs wait for nothing. Confined to whoever fills it.
public final class JobTimes {

    // In the sequence of the contract.
    private static final int STARTED_AFTER = 0;
    private static final int RAN = 1;
    private static final int STOVE = 2;
    private static final int CPU = 3;
    private static final int WAIT = 4;
    private static final int RESOURCE = 5;

    private int size;
    private int capacity;

    /// Each is empty as long as all its times are 0.
    private final long[][] columns = new long[ResultsCodec.TIMES][0];

    /// Room for so many rows; it grows when there are more.
    public JobTimes(int capacity) {
        this.capacity = capacity;
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
        if (size == capacity) {
            grow();
        }
        put(STARTED_AFTER, startedAfter);
        put(RAN, ran);
        put(STOVE, stove);
        put(CPU, cpu);
        put(WAIT, waited);
        put(RESOURCE, resource);
        size++;
    }

    /// The columns in the sequence of the contract: each is empty when all its times are 0, or at
    /// least as long as there are rows.
    long[][] columns() {
        return columns;
    }

    private void put(int column, long nanos) {
        if (nanos <= 0) {
            return;
        }
        if (columns[column].length == 0) {
            columns[column] = new long[capacity];
        }
        columns[column][size] = nanos;
    }

    private void grow() {
        capacity = Math.max(16, size + (size >> 1));
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].length > 0) {
                columns[i] = Arrays.copyOf(columns[i], capacity);
            }
        }
    }
}
