package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ValueType;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// Gathers the outcomes of one batch into packed columns, and holds the pool to its promise: each
/// job ends exactly once.
///
/// Thread-safe. Its lock is taken once for all results that come together, however many they are.
public final class BatchCollector implements BatchListener {

    private static final byte PENDING = -1;
    private static final byte SUCCEEDED = Outcome.Kind.SUCCEEDED.code();
    private static final byte[] NO_BYTES = {};

    private final ValueType type;

    // Guarded by this monitor.
    private final byte[] kinds;
    private final long[] longs;
    private final double[] doubles;
    private final String[] texts;
    private final byte[][] blobs;
    private final Map<Integer, Outcome> others = new HashMap<>();
    private @Nullable BigInteger @Nullable [] big;

    /// An empty collector.
    ///
    /// @param type what each job gives
    /// @param jobs how many jobs there are
    public BatchCollector(ValueType type, int jobs) {
        this.type = type;
        this.kinds = new byte[jobs];
        Arrays.fill(kinds, PENDING);
        this.longs = new long[type == ValueType.INTEGER ? jobs : 0];
        this.doubles = new double[type == ValueType.REAL ? jobs : 0];
        this.texts = new String[type == ValueType.TEXT ? jobs : 0];
        Arrays.fill(texts, "");
        this.blobs = new byte[type == ValueType.BYTES ? jobs : 0][];
        Arrays.fill(blobs, NO_BYTES);
    }

    /// @throws IllegalStateException when one of the jobs has ended before, or the values are of
    ///   another type
    @Override
    public synchronized void succeeded(int first, Column results) {
        int count = results.size();
        for (int job = first; job < first + count; job++) {
            requirePending(job);
        }
        switch (results) {
            case Column.Integers(long[] small, var large) when type == ValueType.INTEGER -> {
                System.arraycopy(small, 0, longs, first, count);
                if (large != null) {
                    System.arraycopy(large, 0, bigIntegers(), first, count);
                }
            }
            case Column.Reals(double[] values) when type == ValueType.REAL ->
                    System.arraycopy(values, 0, doubles, first, count);
            case Column.Texts(String[] values) when type == ValueType.TEXT ->
                    System.arraycopy(values, 0, texts, first, count);
            case Column.Blobs(byte[][] values) when type == ValueType.BYTES ->
                    System.arraycopy(values, 0, blobs, first, count);
            case Column.Nones _ when type == ValueType.NONE -> {}
            case Column.Integers _,
                    Column.Reals _,
                    Column.Texts _,
                    Column.Blobs _,
                    Column.Nones _ ->
                    throw new IllegalStateException(
                            "results must be "
                                    + type.phrase()
                                    + ", were "
                                    + results.type().phrase());
        }
        Arrays.fill(kinds, first, first + count, SUCCEEDED);
    }

    /// @throws IllegalStateException when the job has ended before
    @Override
    public synchronized void ended(int job, Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded(var value) -> succeeded(job, Column.of(type, List.of(value)));
            case Outcome.Cancelled _ -> {
                requirePending(job);
                kinds[job] = outcome.kind().code();
            }
            case Outcome.Failed _, Outcome.TimedOut _, Outcome.WorkerLost _ -> {
                requirePending(job);
                others.put(job, outcome);
                kinds[job] = outcome.kind().code();
            }
        }
    }

    /// Waits until every job has its outcome, and gives them all. When the calling thread is
    /// interrupted, the jobs without an outcome are cancelled first, the thread stays interrupted,
    /// and the result is not complete.
    public BatchResult await(RunningBatch running) {
        boolean interrupted = false;
        while (true) {
            try {
                running.done().get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                running.cancel();
            } catch (ExecutionException e) {
                throw new AssertionError("a batch's completion never fails, this one did", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result();
    }

    /// How all jobs ended.
    ///
    /// @throws IllegalStateException when one has not ended
    public synchronized BatchResult result() {
        for (int job = 0; job < kinds.length; job++) {
            if (kinds[job] == PENDING) {
                throw new IllegalStateException(
                        "every job must have its outcome, job "
                                + job
                                + " of "
                                + kinds.length
                                + " has none");
            }
        }
        return new BatchResult(column(), kinds, others);
    }

    private Column column() {
        return switch (type) {
            case INTEGER -> new Column.Integers(longs, big);
            case REAL -> new Column.Reals(doubles);
            case TEXT -> new Column.Texts(texts);
            case BYTES -> new Column.Blobs(blobs);
            case NONE -> new Column.Nones(kinds.length);
        };
    }

    private void requirePending(int job) {
        if (kinds[job] != PENDING) {
            throw new IllegalStateException("each job must end once, job " + job + " ended again");
        }
    }

    private @Nullable BigInteger[] bigIntegers() {
        @Nullable BigInteger[] present = big;
        if (present == null) {
            present = new BigInteger[longs.length];
            big = present;
        }
        return present;
    }
}
