package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.resource.ResourceSpec;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a dispatcher that is no more had to do, as far as it was written down: what another one
/// needs to know to go on where it was. See [Input.Restored].
///
/// What was written last may be missing: a lease that was given, that one ended, that a job was
/// given out. Then a job runs again that need not, and nothing else.
///
/// @param submitters who submitted, but number 0, which is always there
/// @param workers who was here, in the order in which they came
/// @param resources the shared resources that came with submitters
/// @param batches those without all their outcomes, in the order in which they came
public record OpenWork(
        List<Input.SubmitterOpened> submitters,
        List<Input.WorkerJoined> workers,
        Map<String, ResourceSpec> resources,
        List<UnfinishedBatch> batches) {

    /// Nothing.
    public static final OpenWork NONE = new OpenWork(List.of(), List.of(), Map.of(), List.of());

    public OpenWork {
        submitters = List.copyOf(submitters);
        workers = List.copyOf(workers);
        resources = Collections.unmodifiableMap(new TreeMap<>(resources));
        batches = List.copyOf(batches);
    }

    /// A batch some of whose jobs have no outcome.
    ///
    /// @param batch as it was submitted
    /// @param succeeded the jobs that have their result, by position
    /// @param failed the jobs that have any other outcome
    /// @param givenOut the jobs before this one were given to a worker at least once
    /// @param tried jobs that were tried before, their worker having died, by first job; none twice
    /// @param leases who had jobs, the lease given first in front
    public record UnfinishedBatch(
            Input.BatchSubmitted batch,
            BitSet succeeded,
            BitSet failed,
            int givenOut,
            List<TriedJobs> tried,
            List<GivenLease> leases) {
        public UnfinishedBatch {
            if (givenOut < 0 || givenOut > batch.jobs()) {
                throw new IllegalArgumentException(
                        "from 0 to %d jobs of batch %d must have been given out, were %d"
                                .formatted(batch.jobs(), batch.batch(), givenOut));
            }
            succeeded = (BitSet) succeeded.clone();
            failed = (BitSet) failed.clone();
            tried = List.copyOf(tried);
            leases = List.copyOf(leases);
        }

        @Override
        public BitSet succeeded() {
            return (BitSet) succeeded.clone();
        }

        @Override
        public BitSet failed() {
            return (BitSet) failed.clone();
        }
    }

    /// Jobs `first` to `first + count - 1`, whose next attempt is the `attempt`th.
    public record TriedJobs(int first, int count, int attempt) {
        public TriedJobs {
            if (first < 0 || count < 1 || attempt < 2) {
                throw new IllegalArgumentException(
                        "tried jobs must be at least 1 from job 0 on, in attempt 2 or later, were %d from job %d on in attempt %d"
                                .formatted(count, first, attempt));
            }
        }

        int end() {
            return first + count;
        }
    }

    /// The right to run jobs `first` to `first + count - 1`, none of which was reported.
    ///
    /// @param lease its number
    /// @param attempt which try it is for each of them
    public record GivenLease(long lease, String worker, int first, int count, int attempt) {
        public GivenLease {
            if (first < 0 || count < 1 || attempt < 1) {
                throw new IllegalArgumentException(
                        "a lease must have jobs left in attempt 1 or later, lease %d had %d from job %d on, attempt %d"
                                .formatted(lease, count, first, attempt));
            }
        }
    }
}
