package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.value.Column;

import java.util.List;
import java.util.Optional;

/// What a worker says after its hello, decoded and checked. All times are nanoseconds of the
/// worker's own clock.
public sealed interface WorkerMessage {

    /// It is willing to take so many leases in all.
    record CreditsTotal(long total) implements WorkerMessage {}

    /// The results of the next `count` jobs of a lease.
    ///
    /// @param first position in the batch of the first of them
    /// @param successes one value for each job that succeeded, in order
    /// @param failures the others, in order
    /// @param receivedNanos when the assignment arrived there
    /// @param sentNanos when this message was handed to the transport
    /// @param creditsTotal how many leases it is willing to take in all; 0: not said
    /// @param sequence counts the results of its process, from 1; 0: it sends nothing twice
    record ResultsSent(
            long lease,
            int first,
            int count,
            Column successes,
            List<FailedJob> failures,
            JobTimes times,
            List<UsedResource> uses,
            long receivedNanos,
            long sentNanos,
            long creditsTotal,
            long sequence)
            implements WorkerMessage {
        public ResultsSent {
            failures = List.copyOf(failures);
            uses = List.copyOf(uses);
        }
    }

    /// It is alive.
    ///
    /// @param abandonedThreads threads lost to jobs that did not stop
    /// @param echo the newest echo that it has, when it has one
    /// @param progress what runs there, when it tells
    record Beat(
            List<Long> leases,
            long sentNanos,
            long residentBytes,
            long cpuNanos,
            long heapBytes,
            long heapMostBytes,
            long lateNanos,
            int abandonedThreads,
            Optional<EchoReceived> echo,
            Optional<Progress> progress)
            implements WorkerMessage {
        public Beat {
            leases = List.copyOf(leases);
        }
    }

    /// What runs there, in columns: row `i` is one job.
    ///
    /// @param lease under which lease it runs
    /// @param job position in the batch
    /// @param runningNanos for how long when this was sent
    /// @param stage code of its [JobStage]
    /// @param resource the key of the resource that it waits for; empty: none, or not told
    /// @param inAll how many jobs run, those that are not told included
    record Progress(
            long[] lease,
            int[] job,
            long[] runningNanos,
            byte[] stage,
            String[] resource,
            int inAll) {

        /// How many there are.
        public int size() {
            return lease.length;
        }
    }

    /// A job wants a permit of a shared resource.
    ///
    /// @param user the worker's number of whoever asks; 0: not told
    /// @param job its position in its batch
    record ResourceWanted(long ticket, String resource, long user, int job)
            implements WorkerMessage {}

    /// A job gives a permit back, or asks no more.
    record ResourceGivenBack(long ticket) implements WorkerMessage {}

    /// It gives back a lease of which it started nothing.
    record LeaseGivenBack(long lease) implements WorkerMessage {}

    /// It wants to be drained.
    record DrainWanted(String reason) implements WorkerMessage {}

    /// It leaves and says nothing more.
    record Farewell(String reason) implements WorkerMessage {}

    /// A job that did not succeed.
    ///
    /// @param offset position among the jobs of the message, from 0
    record FailedJob(int offset, Reason reason, String message) {

        /// Why it did not.
        public enum Reason {
            FAILED,
            TIMED_OUT,
            CANCELLED
        }
    }

    /// Times of the jobs of one message, one entry a job, in nanoseconds. What an array lacks at
    /// its end is 0, and none must be changed. Whoever wants the time of a job asks by its offset.
    ///
    /// @param startedAfter begin, since the assignment arrived; those that are lacking began with
    ///   `lastStartedAfter`
    /// @param ran from the begin to the end
    /// @param onStove of that, waiting for a stove
    /// @param onCpu of that, computing
    /// @param onWait of that, in steps that wait
    /// @param onResource of that, waiting for a resource
    record JobTimes(
            long[] startedAfter,
            long lastStartedAfter,
            long[] ran,
            long[] onStove,
            long[] onCpu,
            long[] onWait,
            long[] onResource) {

        public long startedAfter(int offset) {
            return offset < startedAfter.length ? startedAfter[offset] : lastStartedAfter;
        }

        public long ran(int offset) {
            return time(ran, offset);
        }

        public long onStove(int offset) {
            return time(onStove, offset);
        }

        public long onCpu(int offset) {
            return time(onCpu, offset);
        }

        public long onWait(int offset) {
            return time(onWait, offset);
        }

        public long onResource(int offset) {
            return time(onResource, offset);
        }

        private static long time(long[] nanos, int offset) {
            return offset < nanos.length ? nanos[offset] : 0;
        }
    }

    /// One use of a resource that ended.
    record UsedResource(String name, long waitNanos, long heldNanos) {}

    /// An echo as the worker got it.
    ///
    /// @param heardNanos the coordinator's clock when it sent the echo
    /// @param receivedNanos the worker's clock when it came
    record EchoReceived(long heardNanos, long receivedNanos) {}
}
