package dev.manykitchens.core.event;

import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.job.Outcome;

/// A timestamped fact about a run; the only thing that reports read.
///
/// All times are nanoseconds on one monotonic clock: that of the process that owns the pool
/// (`System.nanoTime`), or the virtual clock of a simulation. Batches are numbered by their pool,
/// from 1.
public sealed interface RunEvent {

    /// When it happened.
    long atNanos();

    /// The pool can take jobs.
    ///
    /// @param pool its spec
    /// @param slots how many jobs can run at once; 0 when nothing limits them
    /// @param startupNanos from the call that opened it until now
    record PoolReady(long atNanos, String pool, int slots, long startupNanos) implements RunEvent {}

    /// So the pool is set, and can be changed. Told once when it is ready, where it has something
    /// to set, and after each change.
    record SettingsChanged(long atNanos, PoolSettings settings) implements RunEvent {}

    /// A batch was submitted.
    record BatchSubmitted(long atNanos, long batch, String recipe, int jobs) implements RunEvent {}

    /// Every job of a batch has its outcome.
    record BatchFinished(long atNanos, long batch, int succeeded, int failed) implements RunEvent {}

    /// Jobs ended, each with its final outcome: the counts of successes and failures come from
    /// here.
    ///
    /// @param worker who ran them; "local" for pools inside this JVM
    record JobsFinished(long atNanos, long batch, String worker, JobColumns jobs)
            implements RunEvent {}

    /// A job ended without a result and was not cancelled; the same job also stands in a
    /// [JobsFinished]. When many jobs end for one and the same reason at once (no worker will ever
    /// come), the first of them stands for all.
    record JobFailed(long atNanos, long batch, int job, Outcome outcome) implements RunEvent {}

    /// A chunk was given to a worker under a lease.
    record ChunkAssigned(long atNanos, long lease, String worker, long batch, int first, int count)
            implements RunEvent {}

    /// Running jobs were given to a second worker too, under a lease of its own: the first result
    /// of each counts. No [ChunkAssigned] tells of this lease, so that whoever counts chunks counts
    /// each job's way through the queue once.
    record JobsCopied(long atNanos, long lease, String worker, long batch, int first, int count)
            implements RunEvent {}

    /// Unfinished jobs of a lease went back to the queue, to be run again.
    ///
    /// @param counted whether the attempt counts against the jobs' limit (it does when the worker
    ///   died)
    record JobsRequeued(
            long atNanos,
            long lease,
            String worker,
            long batch,
            int first,
            int count,
            boolean counted)
            implements RunEvent {}

    /// Results came for a lease that is no longer valid, or came twice or with a gap before them,
    /// and were dropped.
    ///
    /// @param jobs of how many jobs; what a worker says of jobs that it left is among them
    record ResultsDropped(long atNanos, long lease, String worker, int jobs) implements RunEvent {}

    /// A worker joined.
    record WorkerJoined(long atNanos, String worker, String host, long pid, int threads)
            implements RunEvent {}

    /// A worker that has joined said what it is.
    record WorkerDescribed(long atNanos, String worker, WorkerFacts facts) implements RunEvent {}

    /// A worker that has joined is of another size from now on; what it joined and described itself
    /// with holds no more as far as this goes.
    ///
    /// @param worker "local" for pools inside this JVM
    /// @param threads how many chunks it can run at once; 0 when nothing limits them
    /// @param stoves how many of its jobs can compute at once; 0 when nothing limits them
    record WorkerResized(long atNanos, String worker, int threads, int stoves)
            implements RunEvent {}

    /// A worker changed its state.
    ///
    /// @param reason why, in words; empty when the state says it all
    record WorkerChanged(long atNanos, String worker, WorkerState state, String reason)
            implements RunEvent {}

    /// A worker told how it is, with a heartbeat: the newest figures replace the ones before.
    ///
    /// @param residentBytes memory resident in its process; 0 when unknown
    /// @param cpuNanos CPU time of its process since it started
    /// @param lateNanos the longest pause of its JVM or host since the heartbeat before
    /// @param clockErrorNanos its times are aligned with this clock to within so much, at most;
    ///   `Long.MAX_VALUE` while nothing is known
    /// @param heapBytes of its heap in use, garbage included; 0 when unknown
    /// @param heapMostBytes the most that its heap may take; 0 when unknown
    record WorkerMeasured(
            long atNanos,
            String worker,
            long residentBytes,
            long cpuNanos,
            long lateNanos,
            long clockErrorNanos,
            long heapBytes,
            long heapMostBytes)
            implements RunEvent {}

    /// These jobs are in progress where they run. Told again and again, about so often as the pool
    /// was asked to, and only when it was: the newest replaces the one before of the same worker.
    ///
    /// @param worker who runs them; "local" for pools inside this JVM
    /// @param inAll how many there are; more than there are rows when they are too many to be told
    record JobsInProgress(long atNanos, String worker, InProgressColumns jobs, int inAll)
            implements RunEvent {}

    /// A named resource was used once.
    ///
    /// @param waitNanos how long the job waited for a permit
    /// @param heldNanos how long it held it
    /// @param permits how many there are
    record ResourceUsed(long atNanos, String resource, long waitNanos, long heldNanos, int permits)
            implements RunEvent {}

    /// The pool was closed and everything it started has ended.
    record PoolClosed(long atNanos) implements RunEvent {}
}
