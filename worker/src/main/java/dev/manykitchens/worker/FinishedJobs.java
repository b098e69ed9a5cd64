package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.worker.link.JobTimes;
import dev.manykitchens.worker.link.ReportedJobs;
import dev.manykitchens.worker.link.ReportedJobs.FailedJob;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Jobs of a chunk that ended and were not reported, in order. Not thread-safe: guarded by its
/// chunk's lock.
final class FinishedJobs {

    private static final int FIRST_CAPACITY = 4_096;
    private static final long FAILURE_BYTES = 64;

    private final int first;
    private final ColumnBuilder successes;
    private final List<FailedJob> failures = new ArrayList<>();
    private final JobTimes times;
    private long bytes;
    private long oldestNanos;

    /// When the last of them ended.
    private long endedNanos;

    /// @param first position in the batch of the first of them
    /// @param most how many there can be
    FinishedJobs(BatchFacts facts, int first, int most) {
        this.first = first;
        ValueType type =
                switch (facts) {
                    case BatchFacts.Known(var recipe, _, _, _) -> recipe.resultType();
                    case BatchFacts.Refused _ -> ValueType.NONE;
                };
        int capacity = Math.min(most, FIRST_CAPACITY);
        this.successes = new ColumnBuilder(type, capacity);
        this.times = new JobTimes(capacity);
    }

    /// Adds a job that ran.
    void add(Outcome outcome, AttemptTimes spent, long receivedNanos) {
        long before = times.size() == 0 ? receivedNanos : endedNanos;
        long ended = spent.finishedNanos();
        add(outcome, ended);
        times.add(
                spent.startedNanos() - before,
                ended - spent.startedNanos(),
                spent.stoveNanos(),
                spent.cpuNanos(),
                spent.waitNanos(),
                spent.resourceNanos());
    }

    /// Adds a job that never began.
    void addUnbegun(Outcome outcome, long nowNanos, long receivedNanos) {
        long before = times.size() == 0 ? receivedNanos : endedNanos;
        add(outcome, nowNanos);
        times.add(nowNanos - before, 0, 0, 0, 0, 0);
    }

    boolean isEmpty() {
        return times.size() == 0;
    }

    /// Whether it is time to report them: they fill a message, or wait for too long.
    boolean isDue(long nowNanos) {
        return times.size() > 0
                && (bytes >= Protocol.TARGET_MESSAGE_BYTES
                        || nowNanos - oldestNanos >= ChunkRun.FLUSH_AFTER.toNanos());
    }

    ReportedJobs toReport(long lease, List<ReportedJobs.UsedResource> uses, long receivedNanos) {
        return new ReportedJobs(
                lease, first, successes.build(), failures, times, uses, receivedNanos);
    }

    private void add(Outcome outcome, long nowNanos) {
        if (times.size() == 0) {
            oldestNanos = nowNanos;
        }
        endedNanos = nowNanos;
        switch (outcome) {
            case Outcome.Succeeded(Value value) -> addSuccess(value);
            case Outcome.Failed(String message, _) -> fail(FailedJob.Reason.FAILED, message);
            case Outcome.TimedOut _ -> fail(FailedJob.Reason.TIMED_OUT, "");
            case Outcome.Cancelled _ -> fail(FailedJob.Reason.CANCELLED, "");
            case Outcome.WorkerLost _ ->
                    throw new AssertionError("a worker cannot say of itself that it is lost");
        }
    }

    private void addSuccess(Value value) {
        if (value instanceof Value.Int(long number) && successes.type() == ValueType.INTEGER) {
            successes.addLong(number);
            bytes += Long.BYTES;
            return;
        }
        long size = sizeOf(value);
        if (size > Protocol.LARGEST_VALUE_BYTES) {
            fail(
                    FailedJob.Reason.FAILED,
                    "a result must take at most %.1f MiB to travel from its worker, took %.1f MiB; return less, or write it to a file and return its name"
                            .formatted(mebibytes(Protocol.LARGEST_VALUE_BYTES), mebibytes(size)));
            return;
        }
        successes.add(value);
        bytes += size;
    }

    private void fail(FailedJob.Reason reason, String message) {
        failures.add(new FailedJob(times.size(), reason, message));
        bytes += message.length() + FAILURE_BYTES;
    }

    private static long sizeOf(Value value) {
        return switch (value) {
            case Value.Int _, Value.Real _ -> Long.BYTES;
            case Value.BigInt(BigInteger number) -> number.bitLength() / Byte.SIZE + 1L;
            case Value.Text(String text) -> utf8Bytes(text);
            case Value.Bytes(byte[] raw) -> raw.length;
            case Value.None _ -> 0;
        };
    }

    private static long utf8Bytes(String text) {
        long most = 3L * text.length();
        if (most <= Protocol.LARGEST_VALUE_BYTES) {
            return most;
        }
        return text.codePoints()
                .asLongStream()
                .map(point -> point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
                .sum();
    }

    private static double mebibytes(long size) {
        return size / (double) (1 << 20);
    }
}
