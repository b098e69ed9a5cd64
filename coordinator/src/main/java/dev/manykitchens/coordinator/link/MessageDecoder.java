package dev.manykitchens.coordinator.link;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.manykitchens.coordinator.link.WorkerMessage.EchoReceived;
import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.coordinator.link.WorkerMessage.UsedResource;
import dev.manykitchens.core.attempt.FailureText;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.Frame;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.link.ResultColumns;
import dev.manykitchens.proto.link.ResultsCodec;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.Holdings;
import dev.manykitchens.proto.v1.JobsInProgress;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.WorkRequest;

import java.util.List;
import java.util.Optional;

/// Turns what a worker sends into what it says, and refuses what makes no sense.
final class MessageDecoder {

    /// Jobs in progress of which one heartbeat may tell.
    private static final int MOST_IN_PROGRESS = 1_000;

    /// Resources that one heartbeat may name.
    private static final int MOST_AWAITED = 100;

    /// Uses of resources in one message: as many as all threads of a large worker end between two.
    private static final int MOST_USES = 200_000;

    /// A resource's name and the number of the client who brought it.
    private static final int LONGEST_RESOURCE = 300;

    /// Senders stay near 4 MiB but for one value of at most 16 MiB. What is larger might not fit
    /// into a message to the client.
    private static final int MOST_RESULT_BYTES = 32 << 20;

    /// Far above what any job takes, and so small that sums of times never overflow: 36 years.
    private static final long LONGEST_NANOS = 1L << 60;

    private MessageDecoder() {}

    /// The message; empty when it is of a kind that this build does not know.
    ///
    /// @throws IllegalArgumentException in one line when it is malformed
    static Optional<WorkerMessage> decode(Frame<WorkRequest> request) {
        return switch (request) {
            case Frame.Generated<WorkRequest>(WorkRequest message) -> decode(message);
            case Frame.Packed<WorkRequest>(_, byte[] results) ->
                    Optional.of(results(() -> ResultsCodec.decode(results)));
        };
    }

    /// The message; empty when it is of a kind that this build does not know.
    ///
    /// @throws IllegalArgumentException in one line when it is malformed
    private static Optional<WorkerMessage> decode(WorkRequest request) {
        return switch (request.getMessageCase()) {
            case CREDITS ->
                    Optional.of(
                            new WorkerMessage.CreditsTotal(total(request.getCredits().getTotal())));
            case RESULTS -> Optional.of(results(() -> ResultsCodec.decode(request.getResults())));
            case HEARTBEAT -> Optional.of(beat(request.getHeartbeat()));
            case RESOURCE_REQUEST -> Optional.of(wanted(request.getResourceRequest()));
            case RESOURCE_RETURN ->
                    Optional.of(
                            new WorkerMessage.ResourceGivenBack(
                                    request.getResourceReturn().getTicket()));
            case GOODBYE ->
                    Optional.of(
                            new WorkerMessage.Farewell(reason(request.getGoodbye().getReason())));
            case LEASE_RETURN ->
                    Optional.of(
                            new WorkerMessage.LeaseGivenBack(request.getLeaseReturn().getLease()));
            case DRAIN_REQUEST ->
                    Optional.of(
                            new WorkerMessage.DrainWanted(
                                    reason(request.getDrainRequest().getReason())));
            case HELLO -> throw new IllegalArgumentException("a worker must say Hello once");
            case MESSAGE_NOT_SET -> Optional.empty();
        };
    }

    /// Results whose bytes are yet to be read.
    private interface Unread {
        ResultColumns read() throws InvalidProtocolBufferException;
    }

    private static WorkerMessage results(Unread unread) {
        try {
            return results(unread.read());
        } catch (InvalidProtocolBufferException e) {
            throw RequestBytes.unreadable(e);
        }
    }

    private static WorkerMessage results(ResultColumns results)
            throws InvalidProtocolBufferException {
        int count = results.count();
        // Of jobs without values and times, any number could be said in a few bytes.
        require(
                count <= Batch.MOST_JOBS,
                "the results of one message must be of no more jobs than a batch can have, were of more");
        require(
                results.results().size() <= MOST_RESULT_BYTES,
                "the results of one message must take at most 32 MiB, took more");
        require(
                results.failures().size() <= Math.max(0, count),
                "results must have at most one failure for each of their jobs, had more");
        require(
                results.uses().size() <= MOST_USES,
                "results must tell of at most 200000 uses of resources, told of more");
        List<FailedJob> failures =
                results.failures().stream().map(MessageDecoder::failure).toList();
        Column successes = results.results().decode();
        if (count < 1 || successes.size() + failures.size() != count) {
            throw new IllegalArgumentException(
                    "results must have one value or one failure for each of %d jobs, had %d and %d"
                            .formatted(count, successes.size(), failures.size()));
        }
        int last = -1;
        for (FailedJob failure : failures) {
            if (failure.offset() <= last || failure.offset() >= count) {
                throw new IllegalArgumentException(
                        "offsets of failures must ascend below %d, one was %d after %d"
                                .formatted(count, failure.offset(), last));
            }
            last = failure.offset();
        }
        return new WorkerMessage.ResultsSent(
                results.lease(),
                results.first(),
                count,
                successes,
                failures,
                times(results.times(), count),
                results.uses().stream()
                        .map(u ->
                                new UsedResource(
                                        resource(u.getName()),
                                        time(u.getWaitNanos()),
                                        time(u.getHeldNanos())))
                        .toList(),
                results.receivedNanos(),
                results.sentNanos(),
                total(results.creditsTotal()),
                results.sequence());
    }

    private static FailedJob failure(Failure failure) {
        FailedJob.Reason reason =
                switch (failure.getKind()) {
                    case FAILURE_KIND_FAILED -> FailedJob.Reason.FAILED;
                    case FAILURE_KIND_TIMED_OUT -> FailedJob.Reason.TIMED_OUT;
                    case FAILURE_KIND_CANCELLED -> FailedJob.Reason.CANCELLED;
                    case FAILURE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                            throw new IllegalArgumentException(
                                    "a failure must be of a known kind, was "
                                            + failure.getKindValue());
                };
        return new FailedJob(
                failure.getOffset(),
                reason,
                PeerText.line(failure.getMessage(), FailureText.LONGEST + 1));
    }

    private static WorkerMessage beat(Heartbeat beat) {
        require(
                beat.getLeasesCount() <= Protocol.MOST_HELD,
                "a heartbeat must name at most 100000 leases, named more");
        require(
                beat.getResidentBytes() >= 0
                        && beat.getCpuNanos() >= 0
                        && beat.getLateNanos() >= 0
                        && beat.getHeapBytes() >= 0
                        && beat.getHeapMostBytes() >= 0
                        && beat.getAbandonedThreads() >= 0,
                "the figures of a heartbeat must fit 63 bits, and threads 31");
        return new WorkerMessage.Beat(
                beat.getLeasesList(),
                beat.getSentNanos(),
                beat.getResidentBytes(),
                beat.getCpuNanos(),
                beat.getHeapBytes(),
                beat.getHeapMostBytes(),
                beat.getLateNanos(),
                beat.getAbandonedThreads(),
                beat.hasEchoHeardNanos() && beat.hasEchoReceivedNanos()
                        ? Optional.of(
                                new EchoReceived(
                                        beat.getEchoHeardNanos(), beat.getEchoReceivedNanos()))
                        : Optional.empty(),
                beat.hasInProgress()
                        ? Optional.of(progress(beat.getInProgress()))
                        : Optional.empty());
    }

    /// What a worker's Hello says that it has.
    ///
    /// @throws IllegalArgumentException in one line when it is malformed
    static WorkerHello.Held held(Holdings holdings) {
        require(
                holdings.getReceived() >= 0,
                "the leases that reached a worker must be counted in 63 bits, were not");
        require(
                holdings.getLeasesCount() <= Protocol.MOST_HELD
                        && holdings.getPermitsCount() <= Protocol.MOST_HELD,
                "a worker's Hello must name at most 100000 leases and as many permits, named more");
        return new WorkerHello.Held(
                holdings.getReceived(),
                holdings.getLeasesList(),
                holdings.getPermitsList().stream().map(MessageDecoder::wanted).toList());
    }

    private static WorkerMessage.ResourceWanted wanted(ResourceRequest request) {
        return new WorkerMessage.ResourceWanted(
                request.getTicket(),
                resource(request.getResource()),
                request.getUser(),
                request.getJob());
    }

    private static WorkerMessage.Progress progress(JobsInProgress jobs) {
        int count = jobs.getLeasesCount();
        require(
                count <= MOST_IN_PROGRESS
                        && jobs.getJobsCount() == count
                        && jobs.getRunningNanosCount() == count
                        && jobs.getStagesCount() == count,
                "a heartbeat must tell of at most 1000 jobs in progress, with as many entries in each list, did not");
        require(
                jobs.getInAll() >= count
                        && jobs.getJobsList().stream().allMatch(job -> job >= 0)
                        && jobs.getRunningNanosList().stream()
                                .allMatch(nanos -> 0 <= nanos && nanos <= LONGEST_NANOS),
                "jobs in progress must have positions of 31 bits, times of at most 2^60 ns, and be counted, were not");
        byte[] stages = new byte[count];
        for (int i = 0; i < count; i++) {
            stages[i] = stage(jobs.getStages(i)).code();
        }
        return new WorkerMessage.Progress(
                jobs.getLeasesList().stream().mapToLong(Long::longValue).toArray(),
                jobs.getJobsList().stream().mapToInt(Integer::intValue).toArray(),
                jobs.getRunningNanosList().stream().mapToLong(Long::longValue).toArray(),
                stages,
                awaited(jobs, count),
                jobs.getInAll());
    }

    private static String[] awaited(JobsInProgress jobs, int count) {
        int places = jobs.getAwaitedCount();
        int names = jobs.getResourcesCount();
        require(
                names <= MOST_AWAITED
                        && (places == 0 || places == count)
                        && jobs.getAwaitedList().stream()
                                .allMatch(place -> 0 <= place && place <= names),
                "a heartbeat must name at most 100 resources, and for each job one of them or none, did not");
        List<String> named =
                jobs.getResourcesList().stream().map(MessageDecoder::resource).toList();
        String[] awaited = new String[count];
        for (int i = 0; i < count; i++) {
            int place = places == 0 ? 0 : jobs.getAwaited(i);
            awaited[i] = place == 0 ? "" : named.get(place - 1);
        }
        return awaited;
    }

    /// A stage that this version does not know is no reason to cut a worker off.
    private static JobStage stage(dev.manykitchens.proto.v1.JobStage stage) {
        return switch (stage) {
            case JOB_STAGE_CPU, JOB_STAGE_UNSPECIFIED, UNRECOGNIZED -> JobStage.CPU;
            case JOB_STAGE_WAIT -> JobStage.WAIT;
            case JOB_STAGE_STOVE -> JobStage.STOVE;
            case JOB_STAGE_RESOURCE -> JobStage.RESOURCE;
        };
    }

    private static JobTimes times(long[][] columns, int count) {
        for (long[] nanos : columns) {
            if (nanos.length > count) {
                throw new IllegalArgumentException(
                        "each column of times must have at most %d entries, one had %d"
                                .formatted(count, nanos.length));
            }
        }
        for (int i = 1; i < columns.length; i++) {
            requireTimes(columns[i]);
        }
        long[] idle = columns[0];
        long[] ran = columns[1];
        // As long as what is told of them: jobs without times can be any number.
        long[] started = new long[Math.max(idle.length, ran.length)];
        long ended = 0;
        for (int i = 0; i < started.length; i++) {
            started[i] = started(ended, i < idle.length ? idle[i] : 0);
            ended = started[i] + (i < ran.length ? ran[i] : 0);
        }
        long[] stove = columns[2];
        long[] other = columns[3];
        long[] wait = columns[4];
        long[] resource = columns[5];
        long[] cpu = without(ran, stove, other, wait, resource);
        return new JobTimes(started, ended, ran, stove, cpu, wait, resource);
    }

    /// When a job began, since its assignment arrived.
    ///
    /// @param ended when the job before it did
    /// @param idle how much later it began; negative when it was sooner
    private static long started(long ended, long idle) {
        long started = ended + idle;
        if (Math.abs(idle) > LONGEST_NANOS || started < 0 || started > LONGEST_NANOS) {
            throw new IllegalArgumentException(
                    "a job must begin from 0 to %d ns after its assignment arrived, one began %d ns after another that ended after %d"
                            .formatted(LONGEST_NANOS, idle, ended));
        }
        return started;
    }

    /// The time that is left of each when its parts are taken away.
    private static long[] without(long[] whole, long[]... parts) {
        long[] left = whole;
        boolean copied = false;
        for (long[] part : parts) {
            if (part.length > 0) {
                left = copied ? left : whole.clone();
                copied = true;
                for (int i = 0; i < Math.min(left.length, part.length); i++) {
                    left[i] = Math.max(0, left[i] - part[i]);
                }
            }
        }
        return left;
    }

    private static void requireTimes(long[] nanos) {
        long together = 0;
        for (long each : nanos) {
            together |= each;
        }
        // No time is larger than the bits of all together. One by one only when that is too much.
        if (together < 0 || together > LONGEST_NANOS) {
            for (long each : nanos) {
                time(each);
            }
        }
    }

    private static long time(long nanos) {
        if (nanos < 0 || nanos > LONGEST_NANOS) {
            throw new IllegalArgumentException(
                    "a time must be at most %d ns, was %s"
                            .formatted(LONGEST_NANOS, Long.toUnsignedString(nanos)));
        }
        return nanos;
    }

    /// How many leases the worker offers to take makes no difference beyond what its threads can
    /// hold; what does not fit 63 bits is no count.
    private static long total(long credits) {
        if (credits < 0) {
            throw new IllegalArgumentException(
                    "a total of credits must fit 63 bits, was " + Long.toUnsignedString(credits));
        }
        return credits;
    }

    private static String resource(String name) {
        if (name.length() > LONGEST_RESOURCE) {
            throw new IllegalArgumentException(
                    "a resource's key must have at most %d characters, had %d"
                            .formatted(LONGEST_RESOURCE, name.length()));
        }
        return name;
    }

    private static String reason(String text) {
        return PeerText.line(text, PeerText.LONGEST_REASON);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
