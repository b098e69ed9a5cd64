package dev.manykitchens.core.event;

import dev.manykitchens.core.job.Outcome;

import java.util.Arrays;

/// What happened to some jobs of one batch, in columns: row `i` is one job. Times are as in
/// [RunEvent]; the stages of a job follow each other in this order and never overlap:
///
/// ```
/// submitted ──queue──▶ assigned ──encode──▶ sent ──wire──▶ received ──queue there──▶ started ──run──▶ finished ──return──▶ delivered
///                                                                            run = stove wait + CPU + wait + resource wait
/// ```
///
/// In a pool inside this JVM, assigned = sent = received = started and finished = delivered. The
/// arrays must not be changed.
///
/// @param job position in the batch
/// @param attempt which try it was, from 1; 0 with a job that nobody tried here, since it had ended
///   before its batch was handed in again: whoever counts jobs passes it over
/// @param kind code of its [Outcome.Kind]
/// @param submitted the batch was submitted
/// @param assigned the dispatcher gave it to a worker
/// @param sent its arguments were encoded and handed to the transport
/// @param received the worker had it
/// @param started a thread began with it
/// @param finished it ended there
/// @param delivered its outcome was known here
/// @param stoveNanos waiting for a stove
/// @param cpuNanos computing, as thread CPU time where it can be measured
/// @param waitNanos in steps that wait
/// @param resourceNanos waiting for a resource
public record JobColumns(
        int[] job,
        int[] attempt,
        byte[] kind,
        long[] submitted,
        long[] assigned,
        long[] sent,
        long[] received,
        long[] started,
        long[] finished,
        long[] delivered,
        long[] stoveNanos,
        long[] cpuNanos,
        long[] waitNanos,
        long[] resourceNanos) {

    /// Empty columns for `size` jobs, to be filled by whoever makes them.
    public static JobColumns allocate(int size) {
        return new JobColumns(
                new int[size],
                new int[size],
                new byte[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size]);
    }

    /// What is known of jobs that ended without a report: when they were submitted, and that it is
    /// over.
    ///
    /// @param first position of the first of them
    /// @param attempt which try was the last
    public static JobColumns unreported(
            int first,
            int count,
            int attempt,
            Outcome.Kind kind,
            long submittedNanos,
            long nowNanos) {
        JobColumns rows = JobColumns.allocate(count);
        for (int row = 0; row < count; row++) {
            rows.job()[row] = first + row;
            rows.attempt()[row] = attempt;
            rows.kind()[row] = kind.code();
            rows.submitted()[row] = submittedNanos;
            rows.assigned()[row] = nowNanos;
            rows.sent()[row] = nowNanos;
            rows.received()[row] = nowNanos;
            rows.started()[row] = nowNanos;
            rows.finished()[row] = nowNanos;
            rows.delivered()[row] = nowNanos;
        }
        return rows;
    }

    /// How many jobs there are.
    public int size() {
        return job.length;
    }

    /// How the job of a row ended.
    public Outcome.Kind kindOf(int row) {
        return Outcome.Kind.ofCode(kind[row]);
    }

    /// Where the rows end that follow a row and whose jobs ended as that one's did: for whoever
    /// counts many at a time.
    ///
    /// @return the first row after it whose job ended otherwise; [#size] when there is none
    public int endOfKind(int row) {
        byte same = kind[row];
        int end = row + 1;
        while (end < kind.length && kind[end] == same) {
            end++;
        }
        return end;
    }

    /// How many of the rows from `from` to before `to` are jobs that nobody tried here: they had
    /// ended before their batch was handed in again.
    public int settledElsewhere(int from, int to) {
        int jobs = 0;
        for (int row = from; row < to; row++) {
            jobs += attempt[row] == 0 && kindOf(row).isCancellation() ? 1 : 0;
        }
        return jobs;
    }

    /// The first `size` rows.
    public JobColumns head(int size) {
        return size == size()
                ? this
                : new JobColumns(
                        Arrays.copyOf(job, size),
                        Arrays.copyOf(attempt, size),
                        Arrays.copyOf(kind, size),
                        Arrays.copyOf(submitted, size),
                        Arrays.copyOf(assigned, size),
                        Arrays.copyOf(sent, size),
                        Arrays.copyOf(received, size),
                        Arrays.copyOf(started, size),
                        Arrays.copyOf(finished, size),
                        Arrays.copyOf(delivered, size),
                        Arrays.copyOf(stoveNanos, size),
                        Arrays.copyOf(cpuNanos, size),
                        Arrays.copyOf(waitNanos, size),
                        Arrays.copyOf(resourceNanos, size));
    }
}
