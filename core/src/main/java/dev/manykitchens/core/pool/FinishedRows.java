package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/// Some jobs of one batch that ended, one row each. Written by one thread at a time, then read by
/// one.
final class FinishedRows {

    private static final int TIMES = 6;

    private int[] jobs;
    private Outcome[] outcomes;
    private long[] times;
    private int size;
    private int succeeded;

    /// No rows.
    ///
    /// @param expected how many there will probably be
    FinishedRows(int expected) {
        int capacity = Math.max(1, expected);
        jobs = new int[capacity];
        outcomes = new Outcome[capacity];
        times = new long[TIMES * capacity];
    }

    int size() {
        return size;
    }

    int succeeded() {
        return succeeded;
    }

    void add(int job, Outcome outcome, AttemptTimes measured) {
        if (size == jobs.length) {
            jobs = Arrays.copyOf(jobs, 2 * size);
            outcomes = Arrays.copyOf(outcomes, 2 * size);
            times = Arrays.copyOf(times, TIMES * 2 * size);
        }
        jobs[size] = job;
        outcomes[size] = outcome;
        int at = TIMES * size;
        times[at] = measured.startedNanos();
        times[at + 1] = measured.finishedNanos();
        times[at + 2] = measured.stoveNanos();
        times[at + 3] = measured.cpuNanos();
        times[at + 4] = measured.waitNanos();
        times[at + 5] = measured.resourceNanos();
        size++;
        if (outcome.kind() == Outcome.Kind.SUCCEEDED) {
            succeeded++;
        }
    }

    /// Adds a copy of all rows of others.
    void addAll(FinishedRows others) {
        int sum = size + others.size;
        if (sum > jobs.length) {
            int capacity = Math.max(sum, 2 * size);
            jobs = Arrays.copyOf(jobs, capacity);
            outcomes = Arrays.copyOf(outcomes, capacity);
            times = Arrays.copyOf(times, TIMES * capacity);
        }
        System.arraycopy(others.jobs, 0, jobs, size, others.size);
        System.arraycopy(others.outcomes, 0, outcomes, size, others.size);
        System.arraycopy(others.times, 0, times, TIMES * size, TIMES * others.size);
        size = sum;
        succeeded += others.succeeded;
    }

    /// Makes room for other rows.
    void clear() {
        // So that no result is kept for the sake of a row that is gone.
        Arrays.fill(outcomes, 0, size, Outcome.CANCELLED);
        size = 0;
        succeeded = 0;
    }

    /// The rows as columns of an event.
    private JobColumns columns(long submittedNanos) {
        JobColumns columns = JobColumns.allocate(size);
        for (int i = 0; i < size; i++) {
            long started = times[TIMES * i];
            long ended = times[TIMES * i + 1];
            columns.job()[i] = jobs[i];
            columns.attempt()[i] = 1;
            columns.kind()[i] = outcomes[i].kind().code();
            columns.submitted()[i] = submittedNanos;
            columns.assigned()[i] = started;
            columns.sent()[i] = started;
            columns.received()[i] = started;
            columns.started()[i] = started;
            columns.finished()[i] = ended;
            columns.delivered()[i] = ended;
            columns.stoveNanos()[i] = times[TIMES * i + 2];
            columns.cpuNanos()[i] = times[TIMES * i + 3];
            columns.waitNanos()[i] = times[TIMES * i + 4];
            columns.resourceNanos()[i] = times[TIMES * i + 5];
        }
        return columns;
    }

    /// Tells a sink, failures one by one first.
    ///
    /// @param batch the number of their batch
    void tell(EventSink sink, long batch, long submittedNanos) {
        long now = System.nanoTime();
        forEachFailure(
                (outcome, job) -> sink.accept(new RunEvent.JobFailed(now, batch, job, outcome)));
        sink.accept(
                new RunEvent.JobsFinished(now, batch, LocalPool.WORKER, columns(submittedNanos)));
    }

    /// Those that ended without a result and were not cancelled.
    private void forEachFailure(ObjIntConsumer<Outcome> consumer) {
        if (succeeded == size) {
            return;
        }
        for (int i = 0; i < size; i++) {
            switch (outcomes[i].kind()) {
                case SUCCEEDED, CANCELLED, ORPHANED -> {}
                case FAILED, TIMED_OUT, WORKER_LOST -> consumer.accept(outcomes[i], jobs[i]);
            }
        }
    }

    /// Tells each job once, in order of position, those that succeeded and follow each other in one
    /// column.
    void tell(BatchListener listener, ValueType resultType) {
        long[] byJob = new long[size];
        for (int i = 0; i < size; i++) {
            byJob[i] = (long) jobs[i] << Integer.SIZE | i;
        }
        Arrays.sort(byJob);
        int from = 0;
        while (from < size) {
            int to = endOfRun(byJob, from);
            if (to == from) {
                listener.ended(jobs[(int) byJob[from]], outcomes[(int) byJob[from]]);
                from++;
            } else {
                listener.succeeded(jobs[(int) byJob[from]], results(byJob, from, to, resultType));
                from = to;
            }
        }
    }

    /// Where the jobs that succeeded and follow each other end; `from` itself when that one did not
    /// succeed.
    private int endOfRun(long[] byJob, int from) {
        int first = jobs[(int) byJob[from]];
        int to = from;
        while (to < size
                && jobs[(int) byJob[to]] == first + to - from
                && outcomes[(int) byJob[to]] instanceof Outcome.Succeeded) {
            to++;
        }
        return to;
    }

    private Column results(long[] byJob, int from, int to, ValueType type) {
        ColumnBuilder results = new ColumnBuilder(type, to - from);
        for (int i = from; i < to; i++) {
            if (outcomes[(int) byJob[i]] instanceof Outcome.Succeeded(Value value)) {
                results.add(value);
            }
        }
        return results.build();
    }
}
