package dev.manykitchens.core.event;

import java.util.Arrays;

/// Jobs in progress at one moment, in columns: row `i` is one job. The arrays must not be changed.
///
/// @param batch which batch it is of
/// @param job position in the batch
/// @param attempt which try it is, from 1
/// @param started when a thread began with it, as in [RunEvent]
/// @param stage code of its [JobStage]
/// @param resource the named resource that it waits for; empty when it waits for none
public record InProgressColumns(
        long[] batch, int[] job, int[] attempt, long[] started, byte[] stage, String[] resource) {

    /// No job.
    public static final InProgressColumns NONE = new InProgressColumns(0);

    /// Empty columns for `size` jobs, to be filled by whoever makes them.
    public InProgressColumns(int size) {
        this(
                new long[size],
                new int[size],
                new int[size],
                new long[size],
                new byte[size],
                new String[size]);
        Arrays.fill(resource, "");
    }

    /// How many jobs there are.
    public int size() {
        return job.length;
    }

    /// What the job of a row does.
    public JobStage stageOf(int row) {
        return JobStage.ofCode(stage[row]);
    }

    /// The first `size` rows.
    public InProgressColumns head(int size) {
        return size == size()
                ? this
                : new InProgressColumns(
                        Arrays.copyOf(batch, size),
                        Arrays.copyOf(job, size),
                        Arrays.copyOf(attempt, size),
                        Arrays.copyOf(started, size),
                        Arrays.copyOf(stage, size),
                        Arrays.copyOf(resource, size));
    }
}
