package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.proto.v1.ChunkAssigned;
import dev.manykitchens.proto.v1.Event;
import dev.manykitchens.proto.v1.JobOutcome;
import dev.manykitchens.proto.v1.JobsCopied;
import dev.manykitchens.proto.v1.JobsRequeued;
import dev.manykitchens.proto.v1.JobsTimed;
import dev.manykitchens.proto.v1.OutcomeKind;
import dev.manykitchens.proto.v1.ResourceUsed;
import dev.manykitchens.proto.v1.ResultsDropped;
import dev.manykitchens.proto.v1.WorkerChanged;
import dev.manykitchens.proto.v1.WorkerJoined;
import dev.manykitchens.proto.v1.WorkerLife;
import dev.manykitchens.proto.v1.WorkerMeasured;
import dev.manykitchens.proto.v1.WorkerResized;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/// Turns events and outcomes into messages and back. What comes back is the same, but for the
/// clock.
public final class EventCodec {

    private EventCodec() {}

    /// The event as a message; empty for those that a client makes itself: about its pool, and
    /// about the beginning and the end of its batches and the failures of its jobs.
    public static Optional<Event> encode(RunEvent event) {
        Event.Builder message = Event.newBuilder().setAtNanos(event.atNanos());
        switch (event) {
            case RunEvent.JobsFinished(long at, long batch, String worker, JobColumns jobs) ->
                    message.setJobsTimed(timed(at, batch, worker, jobs));
            case RunEvent.ChunkAssigned chunk ->
                    message.setChunkAssigned(
                            ChunkAssigned.newBuilder()
                                    .setLease(chunk.lease())
                                    .setWorker(chunk.worker())
                                    .setBatch(chunk.batch())
                                    .setFirst(chunk.first())
                                    .setCount(chunk.count()));
            case RunEvent.JobsCopied copied ->
                    message.setJobsCopied(
                            JobsCopied.newBuilder()
                                    .setLease(copied.lease())
                                    .setWorker(copied.worker())
                                    .setBatch(copied.batch())
                                    .setFirst(copied.first())
                                    .setCount(copied.count()));
            case RunEvent.JobsRequeued back ->
                    message.setJobsRequeued(
                            JobsRequeued.newBuilder()
                                    .setLease(back.lease())
                                    .setWorker(back.worker())
                                    .setBatch(back.batch())
                                    .setFirst(back.first())
                                    .setCount(back.count())
                                    .setCounted(back.counted()));
            case RunEvent.ResultsDropped(_, long lease, String worker, int jobs) ->
                    message.setResultsDropped(
                            ResultsDropped.newBuilder()
                                    .setLease(lease)
                                    .setWorker(worker)
                                    .setJobs(jobs));
            case RunEvent.WorkerJoined(_, String worker, String host, long pid, int threads) ->
                    message.setWorkerJoined(
                            WorkerJoined.newBuilder()
                                    .setWorker(worker)
                                    .setHost(host)
                                    .setPid(pid)
                                    .setThreads(threads));
            case RunEvent.WorkerResized(_, String worker, int threads, int stoves) ->
                    message.setWorkerResized(
                            WorkerResized.newBuilder()
                                    .setWorker(worker)
                                    .setThreads(threads)
                                    .setStoves(stoves));
            case RunEvent.WorkerChanged(_, String worker, WorkerState state, String reason) ->
                    message.setWorkerChanged(
                            WorkerChanged.newBuilder()
                                    .setWorker(worker)
                                    .setLife(life(state))
                                    .setReason(reason));
            case RunEvent.WorkerMeasured measured -> message.setWorkerMeasured(measured(measured));
            case RunEvent.ResourceUsed(
                            _,
                            String resource,
                            long waitNanos,
                            long heldNanos,
                            int permits) ->
                    message.setResourceUsed(
                            ResourceUsed.newBuilder()
                                    .setResource(resource)
                                    .setWaitNanos(waitNanos)
                                    .setHeldNanos(heldNanos)
                                    .setPermits(permits));
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.SettingsChanged _,
                    RunEvent.PoolClosed _ -> {
                return Optional.empty();
            }
        }
        return Optional.of(message.build());
    }

    /// The event that a message holds; empty when it is of a kind that this build does not know.
    ///
    /// @param clock turns the coordinator's time into ours
    /// @throws IllegalArgumentException when it is malformed
    public static Optional<RunEvent> decode(Event message, LongUnaryOperator clock) {
        long at = clock.applyAsLong(message.getAtNanos());
        return switch (message.getKindCase()) {
            case JOBS_TIMED -> Optional.of(finished(at, message.getJobsTimed()));
            case CHUNK_ASSIGNED -> {
                ChunkAssigned chunk = message.getChunkAssigned();
                yield Optional.of(
                        new RunEvent.ChunkAssigned(
                                at,
                                chunk.getLease(),
                                chunk.getWorker(),
                                chunk.getBatch(),
                                chunk.getFirst(),
                                chunk.getCount()));
            }
            case JOBS_COPIED -> {
                JobsCopied copied = message.getJobsCopied();
                yield Optional.of(
                        new RunEvent.JobsCopied(
                                at,
                                copied.getLease(),
                                copied.getWorker(),
                                copied.getBatch(),
                                copied.getFirst(),
                                copied.getCount()));
            }
            case JOBS_REQUEUED -> {
                JobsRequeued back = message.getJobsRequeued();
                yield Optional.of(
                        new RunEvent.JobsRequeued(
                                at,
                                back.getLease(),
                                back.getWorker(),
                                back.getBatch(),
                                back.getFirst(),
                                back.getCount(),
                                back.getCounted()));
            }
            case RESULTS_DROPPED -> {
                ResultsDropped dropped = message.getResultsDropped();
                yield Optional.of(
                        new RunEvent.ResultsDropped(
                                at, dropped.getLease(), dropped.getWorker(), dropped.getJobs()));
            }
            case WORKER_JOINED -> {
                WorkerJoined joined = message.getWorkerJoined();
                yield Optional.of(
                        new RunEvent.WorkerJoined(
                                at,
                                joined.getWorker(),
                                joined.getHost(),
                                joined.getPid(),
                                joined.getThreads()));
            }
            case WORKER_RESIZED -> {
                WorkerResized resized = message.getWorkerResized();
                yield Optional.of(
                        new RunEvent.WorkerResized(
                                at,
                                resized.getWorker(),
                                resized.getThreads(),
                                resized.getStoves()));
            }
            case WORKER_CHANGED -> {
                WorkerChanged changed = message.getWorkerChanged();
                yield Optional.of(
                        new RunEvent.WorkerChanged(
                                at,
                                changed.getWorker(),
                                state(changed.getLife()),
                                changed.getReason()));
            }
            case WORKER_MEASURED -> {
                WorkerMeasured measured = message.getWorkerMeasured();
                yield Optional.of(
                        new RunEvent.WorkerMeasured(
                                at,
                                measured.getWorker(),
                                measured.getResidentBytes(),
                                measured.getCpuNanos(),
                                measured.getLateNanos(),
                                measured.hasClockErrorNanos()
                                        ? measured.getClockErrorNanos()
                                        : Long.MAX_VALUE,
                                measured.getHeapBytes(),
                                measured.getHeapMostBytes()));
            }
            case RESOURCE_USED -> {
                ResourceUsed used = message.getResourceUsed();
                yield Optional.of(
                        new RunEvent.ResourceUsed(
                                at,
                                used.getResource(),
                                used.getWaitNanos(),
                                used.getHeldNanos(),
                                used.getPermits()));
            }
            case KIND_NOT_SET -> Optional.empty();
        };
    }

    /// The outcome of jobs that did not succeed, as a message.
    static JobOutcome encode(Outcome outcome) {
        JobOutcome.Builder message = JobOutcome.newBuilder().setKind(kind(outcome.kind()));
        switch (outcome) {
            case Outcome.Succeeded _ ->
                    throw new IllegalArgumentException("a success travels as its value");
            case Outcome.Failed(String reason, Origin origin) ->
                    origin(message.setMessage(reason), origin);
            case Outcome.TimedOut(Duration limit, Origin origin) ->
                    origin(message.setTimeoutNanos(limit.toNanos()), origin);
            case Outcome.Cancelled _ -> {}
            case Outcome.WorkerLost(String reason, Origin origin) ->
                    origin(message.setMessage(reason), origin);
        }
        return message.build();
    }

    /// The outcome that a message holds.
    ///
    /// @throws IllegalArgumentException when it is malformed
    public static Outcome decode(JobOutcome message) {
        Origin origin =
                new Origin(
                        message.getWorker(),
                        message.getHost(),
                        message.getPid(),
                        Math.max(1, message.getAttempt()));
        return switch (kind(message.getKind())) {
            case FAILED -> new Outcome.Failed(message.getMessage(), origin);
            case TIMED_OUT ->
                    new Outcome.TimedOut(Duration.ofNanos(message.getTimeoutNanos()), origin);
            case CANCELLED, ORPHANED -> Outcome.CANCELLED;
            case WORKER_LOST -> new Outcome.WorkerLost(message.getMessage(), origin);
            case SUCCEEDED ->
                    throw new IllegalArgumentException("a success must travel as its value");
        };
    }

    private static void origin(JobOutcome.Builder message, Origin origin) {
        message.setWorker(origin.worker())
                .setHost(origin.host())
                .setPid(origin.pid())
                .setAttempt(origin.attempt());
    }

    private static JobsTimed timed(long at, long batch, String worker, JobColumns jobs) {
        JobsTimed.Builder message = JobsTimed.newBuilder().setBatch(batch).setWorker(worker);
        for (int row = 0; row < jobs.size(); row++) {
            message.addJobs(jobs.job()[row])
                    .addAttempts(jobs.attempt()[row])
                    .addKinds(kind(jobs.kindOf(row)))
                    .addSubmitted(jobs.submitted()[row] - at)
                    .addAssigned(jobs.assigned()[row] - at)
                    .addSent(jobs.sent()[row] - at)
                    .addReceived(jobs.received()[row] - at)
                    .addStarted(jobs.started()[row] - at)
                    .addFinished(jobs.finished()[row] - at)
                    .addDelivered(jobs.delivered()[row] - at)
                    .addStoveNanos(jobs.stoveNanos()[row])
                    .addCpuNanos(jobs.cpuNanos()[row])
                    .addWaitNanos(jobs.waitNanos()[row])
                    .addResourceNanos(jobs.resourceNanos()[row]);
        }
        return message.build();
    }

    private static RunEvent finished(long at, JobsTimed message) {
        int size = message.getJobsCount();
        for (int entries :
                new int[] {
                    message.getAttemptsCount(),
                    message.getKindsCount(),
                    message.getSubmittedCount(),
                    message.getAssignedCount(),
                    message.getSentCount(),
                    message.getReceivedCount(),
                    message.getStartedCount(),
                    message.getFinishedCount(),
                    message.getDeliveredCount(),
                    message.getStoveNanosCount(),
                    message.getCpuNanosCount(),
                    message.getWaitNanosCount(),
                    message.getResourceNanosCount()
                }) {
            if (entries != size) {
                throw new IllegalArgumentException(
                        "each column of times must have %d entries, one had %d"
                                .formatted(size, entries));
            }
        }
        JobColumns jobs = JobColumns.allocate(size);
        for (int row = 0; row < size; row++) {
            jobs.job()[row] = message.getJobs(row);
            jobs.attempt()[row] = message.getAttempts(row);
            jobs.kind()[row] = kind(message.getKinds(row)).code();
            jobs.submitted()[row] = at + message.getSubmitted(row);
            jobs.assigned()[row] = at + message.getAssigned(row);
            jobs.sent()[row] = at + message.getSent(row);
            jobs.received()[row] = at + message.getReceived(row);
            jobs.started()[row] = at + message.getStarted(row);
            jobs.finished()[row] = at + message.getFinished(row);
            jobs.delivered()[row] = at + message.getDelivered(row);
            jobs.stoveNanos()[row] = message.getStoveNanos(row);
            jobs.cpuNanos()[row] = message.getCpuNanos(row);
            jobs.waitNanos()[row] = message.getWaitNanos(row);
            jobs.resourceNanos()[row] = message.getResourceNanos(row);
        }
        return new RunEvent.JobsFinished(at, message.getBatch(), message.getWorker(), jobs);
    }

    private static WorkerMeasured measured(RunEvent.WorkerMeasured event) {
        WorkerMeasured.Builder message =
                WorkerMeasured.newBuilder()
                        .setWorker(event.worker())
                        .setResidentBytes(event.residentBytes())
                        .setCpuNanos(event.cpuNanos())
                        .setLateNanos(event.lateNanos())
                        .setHeapBytes(event.heapBytes())
                        .setHeapMostBytes(event.heapMostBytes());
        if (event.clockErrorNanos() != Long.MAX_VALUE) {
            message.setClockErrorNanos(event.clockErrorNanos());
        }
        return message.build();
    }

    private static OutcomeKind kind(Outcome.Kind kind) {
        return switch (kind) {
            case SUCCEEDED -> OutcomeKind.OUTCOME_KIND_SUCCEEDED;
            case FAILED -> OutcomeKind.OUTCOME_KIND_FAILED;
            case TIMED_OUT -> OutcomeKind.OUTCOME_KIND_TIMED_OUT;
            // Who would be told that its own jobs are orphans is gone.
            case CANCELLED, ORPHANED -> OutcomeKind.OUTCOME_KIND_CANCELLED;
            case WORKER_LOST -> OutcomeKind.OUTCOME_KIND_WORKER_LOST;
        };
    }

    private static Outcome.Kind kind(OutcomeKind kind) {
        return switch (kind) {
            case OUTCOME_KIND_SUCCEEDED -> Outcome.Kind.SUCCEEDED;
            case OUTCOME_KIND_FAILED -> Outcome.Kind.FAILED;
            case OUTCOME_KIND_TIMED_OUT -> Outcome.Kind.TIMED_OUT;
            case OUTCOME_KIND_CANCELLED -> Outcome.Kind.CANCELLED;
            case OUTCOME_KIND_WORKER_LOST -> Outcome.Kind.WORKER_LOST;
            case OUTCOME_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("a job must have ended in a known way");
        };
    }

    static WorkerLife life(WorkerState state) {
        return switch (state) {
            case JOINING -> WorkerLife.WORKER_LIFE_JOINING;
            case ACTIVE -> WorkerLife.WORKER_LIFE_ACTIVE;
            case SUSPECT -> WorkerLife.WORKER_LIFE_SUSPECT;
            case LOST -> WorkerLife.WORKER_LIFE_LOST;
            case DRAINING -> WorkerLife.WORKER_LIFE_DRAINING;
            case LEFT -> WorkerLife.WORKER_LIFE_LEFT;
        };
    }

    /// The state that a message names.
    ///
    /// @throws IllegalArgumentException when it is of no known kind
    public static WorkerState state(WorkerLife life) {
        return switch (life) {
            case WORKER_LIFE_JOINING -> WorkerState.JOINING;
            case WORKER_LIFE_ACTIVE -> WorkerState.ACTIVE;
            case WORKER_LIFE_SUSPECT -> WorkerState.SUSPECT;
            case WORKER_LIFE_LOST -> WorkerState.LOST;
            case WORKER_LIFE_DRAINING -> WorkerState.DRAINING;
            case WORKER_LIFE_LEFT -> WorkerState.LEFT;
            case WORKER_LIFE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("a worker must be in a known state");
        };
    }
}
