package dev.manykitchens.worker.link;

import dev.manykitchens.core.value.Column;

import java.util.List;

/// The outcomes and times of some jobs of a lease, in order of position.
///
/// @param first position in the batch of the first of them
/// @param successes one value for each that succeeded
/// @param failures the others
/// @param times one row for each
/// @param receivedNanos when their assignment came, as of `System.nanoTime`
public record ReportedJobs(
        long lease,
        int first,
        Column successes,
        List<FailedJob> failures,
        JobTimes times,
        List<UsedResource> uses,
        long receivedNanos) {

    public ReportedJobs {
        failures = List.copyOf(failures);
        uses = List.copyOf(uses);
    }

    /// A job that did not succeed.
    ///
    /// @param offset position among the jobs reported, from 0
    /// @param message for people, one line
    public record FailedJob(int offset, Reason reason, String message) {

        /// Why it did not.
        public enum Reason {
            FAILED,
            TIMED_OUT,
            CANCELLED
        }
    }

    /// One use of a resource that ended.
    ///
    /// @param name the resource's key
    public record UsedResource(String name, long waitNanos, long heldNanos) {}
}
