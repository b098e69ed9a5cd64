package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// One batch run once on one pool: what was measured.
///
/// @param wallNanos from the batch's submission until its last outcome was known
/// @param succeeded jobs with a result
/// @param failed jobs that ended in any other way
/// @param retried jobs that needed more than one attempt
/// @param workersLost workers that died or fell silent
/// @param responseNanos from submission to outcome, of each job that succeeded, in no order
/// @param split where the response went
/// @param overhead how long a slot stood idle before a job, on average, in seconds: what dispatch,
///   encoding and the wire cost after everything that is hidden behind running jobs
/// @param cpuNanos processor time of this JVM and the pool's workers; empty when not known, as when
///   one of them was gone at the end with what it had used
/// @param othersNanos time for which cores of this host worked for anybody else; empty when not
///   known
/// @param clockErrorNanos how far a worker's times may be off at most; 0 inside this JVM
/// @param memory main memory of the same processes at the round's end; empty when not known
public record Round(
        long wallNanos,
        int succeeded,
        int failed,
        int retried,
        int workersLost,
        long[] responseNanos,
        Split split,
        double overhead,
        Optional<Long> cpuNanos,
        Optional<Long> othersNanos,
        long clockErrorNanos,
        List<ProcessMemory> memory) {

    public Round {
        memory = List.copyOf(memory);
    }

    /// Folds the events of one round.
    static Round of(
            long wallNanos,
            List<RunEvent.JobsFinished> finished,
            List<RunEvent.WorkerChanged> changes,
            boolean limitedSlots,
            long clockErrorNanos,
            Optional<ProcessUsage> before,
            Optional<ProcessUsage> after) {
        long[] responses = finished.stream().flatMapToLong(Round::responses).toArray();
        int jobs = finished.stream().mapToInt(event -> event.jobs().size()).sum();
        int retried = finished.stream().mapToInt(Round::retried).sum();
        int lost = (int) changes.stream().filter(c -> c.state() == WorkerState.LOST).count();
        // A process that ended took along what it had used.
        Optional<ProcessUsage> known =
                before.filter(b -> lost == 0 && after.filter(a -> isWhole(b, a)).isPresent());
        return new Round(
                wallNanos,
                responses.length,
                jobs - responses.length,
                retried,
                lost,
                responses,
                Split.of(finished),
                SlotGaps.meanSeconds(finished, limitedSlots),
                known.flatMap(b -> after.map(a -> a.cpuNanos() - b.cpuNanos())),
                known.flatMap(b -> after.flatMap(a -> others(b, a))),
                clockErrorNanos,
                after.map(ProcessUsage::memory).orElse(List.of()));
    }

    /// Whether all processes of the beginning are still there, so that no time is missing.
    private static boolean isWhole(ProcessUsage before, ProcessUsage after) {
        return after.cpuNanos() >= before.cpuNanos() && after.pids().containsAll(before.pids());
    }

    private static Optional<Long> others(ProcessUsage before, ProcessUsage after) {
        if (before.hostBusyNanos().isEmpty() || after.hostBusyNanos().isEmpty()) {
            return Optional.empty();
        }
        long busy = after.hostBusyNanos().getAsLong() - before.hostBusyNanos().getAsLong();
        return Optional.of(busy - (after.cpuNanos() - before.cpuNanos()));
    }

    /// Main memory of this JVM and the pool's workers at the round's end; empty when not known.
    public Optional<Long> residentBytes() {
        return memory.isEmpty()
                ? Optional.empty()
                : Optional.of(memory.stream().mapToLong(ProcessMemory::residentBytes).sum());
    }

    /// The wall time in seconds.
    public double wallSeconds() {
        return Seconds.of(wallNanos);
    }

    private static LongStream responses(RunEvent.JobsFinished event) {
        return IntStream.range(0, event.jobs().size())
                .filter(row -> event.jobs().kindOf(row) == Outcome.Kind.SUCCEEDED)
                .mapToLong(row -> event.jobs().delivered()[row] - event.jobs().submitted()[row]);
    }

    private static int retried(RunEvent.JobsFinished event) {
        return (int) IntStream.of(event.jobs().attempt()).filter(attempt -> attempt > 1).count();
    }
}
