package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Outcome;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Collects the bars of jobs that ended since the last frame. Bounded: what does not fit is
/// counted. Not thread-safe.
///
/// Short neighbours on one lane share a bar, since nobody could tell them apart; so the busiest
/// lane adds a bar a millisecond at most.
final class BarBuffer {

    /// The most bars of one frame.
    static final int MOST = 2_000;

    /// The most jobs that are looked at for one frame: beyond that, watching would cost the pool
    /// that is watched too much.
    static final int MOST_JOBS = 10_000;

    /// Jobs as short as this, no further apart than this, share a bar of at most ten times that.
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int[] kitchen = new int[MOST];
    private final int[] lane = new int[MOST];
    private final long[] batch = new long[MOST];
    private final int[] job = new int[MOST];
    private final int[] jobs = new int[MOST];
    private final int[] attempt = new int[MOST];
    private final byte[] kind = new byte[MOST];
    private final long[] submitted = new long[MOST];
    private final long[] assigned = new long[MOST];
    private final long[] received = new long[MOST];
    private final long[] start = new long[MOST];
    private final long[] end = new long[MOST];
    private final long[] delivered = new long[MOST];
    private final long[] stove = new long[MOST];
    private final long[] cpu = new long[MOST];
    private final long[] wait = new long[MOST];
    private final long[] resource = new long[MOST];

    private int size;
    private int looked;
    private long leftOut;

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == MOST || looked == MOST_JOBS;
    }

    /// How many jobs were not taken since it was emptied.
    long leftOut() {
        return leftOut;
    }

    /// Counts jobs that are not drawn.
    void leaveOut(int count) {
        leftOut += count;
    }

    /// Takes a job that ended where it ran; only while it is not full.
    ///
    /// @param last the bar before it on the same lane in this buffer; -1: none
    /// @return its bar
    int add(int kitchenId, int onLane, long batchNumber, JobColumns from, int row, int last) {
        looked++;
        if (last >= 0 && last < size && joins(from, row, batchNumber, last)) {
            join(from, row, last);
            return last;
        }
        int at = size++;
        kitchen[at] = kitchenId;
        lane[at] = onLane;
        batch[at] = batchNumber;
        job[at] = from.job()[row];
        jobs[at] = 1;
        attempt[at] = from.attempt()[row];
        kind[at] = from.kind()[row];
        submitted[at] = from.submitted()[row];
        assigned[at] = from.assigned()[row];
        received[at] = from.received()[row];
        start[at] = from.started()[row];
        end[at] = Math.max(from.started()[row], from.finished()[row]);
        delivered[at] = from.delivered()[row];
        stove[at] = from.stoveNanos()[row];
        cpu[at] = from.cpuNanos()[row];
        wait[at] = from.waitNanos()[row];
        resource[at] = from.resourceNanos()[row];
        return at;
    }

    private boolean joins(JobColumns from, int row, long batchNumber, int last) {
        long started = from.started()[row];
        long finished = from.finished()[row];
        return batch[last] == batchNumber
                && finished - started <= SHORT_NANOS
                && started >= end[last]
                && started - end[last] <= SHORT_NANOS
                && finished - start[last] <= 10 * SHORT_NANOS;
    }

    private void join(JobColumns from, int row, int last) {
        jobs[last]++;
        if (from.kind()[row] != Outcome.Kind.SUCCEEDED.code()) {
            kind[last] = from.kind()[row];
        }
        end[last] = Math.max(end[last], from.finished()[row]);
        delivered[last] = Math.max(delivered[last], from.delivered()[row]);
        stove[last] += from.stoveNanos()[row];
        cpu[last] += from.cpuNanos()[row];
        wait[last] += from.waitNanos()[row];
        resource[last] += from.resourceNanos()[row];
    }

    /// What it holds.
    BarColumns columns(Zero zero) {
        return new BarColumns(
                Arrays.copyOf(kitchen, size),
                Arrays.copyOf(lane, size),
                Arrays.copyOf(batch, size),
                Arrays.copyOf(job, size),
                Arrays.copyOf(jobs, size),
                Arrays.copyOf(attempt, size),
                kinds(),
                moments(submitted, zero),
                moments(assigned, zero),
                moments(received, zero),
                moments(start, zero),
                moments(end, zero),
                moments(delivered, zero),
                durations(stove),
                durations(cpu),
                durations(wait),
                durations(resource));
    }

    /// Begins anew.
    void clear() {
        size = 0;
        looked = 0;
        leftOut = 0;
    }

    private String[] kinds() {
        String[] names = new String[size];
        Arrays.setAll(names, i -> Words.of(Outcome.Kind.ofCode(kind[i])));
        return names;
    }

    private double[] moments(long[] nanos, Zero zero) {
        double[] seconds = new double[size];
        Arrays.setAll(seconds, i -> zero.seconds(nanos[i]));
        return seconds;
    }

    private double[] durations(long[] nanos) {
        double[] seconds = new double[size];
        Arrays.setAll(seconds, i -> Zero.duration(nanos[i]));
        return seconds;
    }
}
