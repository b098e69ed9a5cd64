package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What happened outside, told to the [Dispatcher].
///
/// What a worker says may come late, twice, in any order or not at all: the dispatcher keeps its
/// promises all the same. What the driver itself knows (batches, cancellations, who joined, who is
/// gone) comes once.
public sealed interface Input {

    /// Somebody will submit batches. Submitter 0 is always there and has no limit; a number that is
    /// taken is ignored.
    ///
    /// @param submitter a number not used before, above 0
    /// @param mostWorkers how many workers run its jobs at most; 0 for any number
    record SubmitterOpened(long submitter, int mostWorkers) implements Input {
        public SubmitterOpened {
            if (mostWorkers < 0) {
                throw new IllegalArgumentException(
                        "a submitter must have at least 1 worker or 0 for any number, had %d (submitter %d)"
                                .formatted(mostWorkers, submitter));
            }
        }
    }

    /// A submitter is gone: the jobs of its unfinished batches are cancelled as orphans
    /// ([Outcome#ORPHANED]) and it is forgotten. Submitter 0 never goes.
    record SubmitterClosed(long submitter) implements Input {}

    /// A submitter cannot hear of more outcomes for now, or can again. As long as it is paused no
    /// lease of its batches is given to anybody; those that are out go on, and their outcomes are
    /// told. It keeps its turn. A submitter that is not here is passed over.
    ///
    /// @param paused whether it is, from now on; no submitter is at first
    record SubmitterPaused(long submitter, boolean paused) implements Input {}

    /// A batch of `jobs` jobs (positions 0 to `jobs - 1`) is to be run.
    ///
    /// @param batch a number not used before
    /// @param recipe its recipe's name; only workers that can run it get its jobs
    /// @param attempts how often a job is tried at most
    /// @param longestJobBytes an upper bound of one job's arguments on the wire, to bound chunks; 0
    ///   when none travel
    /// @param submitter whose it is; a batch of one that is not open is refused
    /// @param speculate whether jobs that take much longer than the others may be copied: run twice
    ///   at once, the first result counts
    /// @param gathered whether it was made of jobs that were submitted one by one, which are
    ///   thought to take as long as those gathered before
    /// @param priority its jobs are given out before those of the same submitter's batches with a
    ///   lower one
    record BatchSubmitted(
            long batch,
            String recipe,
            int jobs,
            int attempts,
            long longestJobBytes,
            long submitter,
            boolean speculate,
            boolean gathered,
            int priority)
            implements Input {

        /// A batch that was submitted as one, of priority 0.
        public BatchSubmitted(
                long batch,
                String recipe,
                int jobs,
                int attempts,
                long longestJobBytes,
                long submitter,
                boolean speculate) {
            this(batch, recipe, jobs, attempts, longestJobBytes, submitter, speculate, false, 0);
        }

        public BatchSubmitted {
            BatchOptions.requirePriority(priority);
            if (jobs < 0
                    || attempts < 1
                    || attempts > BatchOptions.MOST_ATTEMPTS
                    || longestJobBytes < 0) {
                throw new IllegalArgumentException(
                        "a batch must have jobs and bytes of at least 0 and from 1 to %d attempts, had %d, %d and %d (batch %d)"
                                .formatted(
                                        BatchOptions.MOST_ATTEMPTS,
                                        jobs,
                                        longestJobBytes,
                                        attempts,
                                        batch));
            }
        }
    }

    /// The submitter wants no more of this batch.
    record BatchCancelled(long batch) implements Input {}

    /// The submitter does not want this job any more.
    record JobCancelled(long batch, int job) implements Input {}

    /// A worker said hello.
    ///
    /// @param worker a name that no worker here has. That of a worker that is gone may be used
    ///   again: what comes late from that one (results for its leases, leases given back) is told
    ///   apart by the numbers of leases, which never repeat; its other words must not be told any
    ///   more
    /// @param threads how many chunks it runs at the same instant
    /// @param recipes the names of the recipes that it can run; empty when it can run all
    /// @param line the driver's own number for the way to this worker, for its own use: whatever is
    ///   assigned to the worker names it, so that a driver of very many need not look for names
    record WorkerJoined(
            String worker, String host, long pid, int threads, Set<String> recipes, int line)
            implements Input {

        /// A worker of a driver that goes by names.
        public WorkerJoined(
                String worker, String host, long pid, int threads, Set<String> recipes) {
            this(worker, host, pid, threads, recipes, 0);
        }

        public WorkerJoined {
            recipes = Set.copyOf(recipes);
            if (threads < 1) {
                throw new IllegalArgumentException(
                        "a worker must have at least 1 thread, had %d (worker %s)"
                                .formatted(threads, worker));
            }
        }
    }

    /// A dispatcher is no more, and this one goes on where it was. The first input of all, or none.
    ///
    /// Its workers are suspect, and silent: they keep what they had as long as a lease lasts. They
    /// get nothing new, and their words count as no sign that they are well, until
    /// [WorkerReturned]. Leases that cannot have been all at once, because the end of one was not
    /// written down, are passed over, and so are copies. Its first lease must have a higher number
    /// than any that the other one gave.
    ///
    /// Until every worker has returned or is gone, no permit of a shared resource is granted: some
    /// of them hold permits.
    record Restored(OpenWork work) implements Input {}

    /// A worker that was restored can be reached again. Comes once, after what it repeats of
    /// earlier reports.
    ///
    /// @param received how many leases have reached it in its life
    /// @param leases those that it has: running, waiting, or not reported to their end. Others that
    ///   it was given end, uncounted; those of which nothing is known here it is told to stop
    /// @param holds the permits that it holds, as it asked for them
    record WorkerReturned(
            String worker, long received, List<Long> leases, List<ResourceAsked> holds)
            implements Input {
        public WorkerReturned {
            leases = List.copyOf(leases);
            holds = List.copyOf(holds);
        }
    }

    /// A worker is willing to take so many leases in all, counted from its first: those that it had
    /// and those that it can take now. The total only grows, so that an offer heard twice or late
    /// gives nothing away.
    ///
    /// @param total threads × (1 + prefetch) at first, one more for each lease that the worker is
    ///   done with
    record CreditsOffered(String worker, long total) implements Input {}

    /// A worker finished all jobs of a lease, or the next part of them.
    ///
    /// @param lease the lease they were given under
    /// @param first position in the batch of the first job reported now; parts follow each other
    ///   without gaps
    /// @param jobs how many jobs are reported now, in order of position
    /// @param failures those among them that did not succeed, in order of position
    /// @param serviceNanos how long the worker was busy with them
    record ResultsReceived(
            String worker,
            long lease,
            int first,
            int jobs,
            List<JobFailure> failures,
            long serviceNanos)
            implements Input {
        public ResultsReceived {
            failures = List.copyOf(failures);
        }
    }

    /// A job that did not succeed where it ran.
    ///
    /// @param job position in the batch
    /// @param outcome what to deliver
    record JobFailure(int job, Outcome outcome) {}

    /// A worker is alive and holds these leases, running or waiting.
    record HeartbeatReceived(String worker, List<Long> leases) implements Input {
        public HeartbeatReceived {
            leases = List.copyOf(leases);
        }
    }

    /// A part of a long message came from a worker. What it says after it waits behind the rest,
    /// heartbeats too: until then such parts are all its signs of life, and renew all its leases.
    record PartReceived(String worker) implements Input {}

    /// A worker gives back a lease of which it started no job, because it drains: it gets no more.
    record LeaseReturned(String worker, long lease) implements Input {}

    /// The stream of a worker ended, or its process died.
    ///
    /// @param lastWords how it died, for people: exit code or signal, the end of its error output;
    ///   empty when it left in order (then its leases, if any, are requeued without counting)
    record WorkerGone(String worker, Optional<String> lastWords) implements Input {}

    /// The stream of a worker broke, but the worker may live and come back: it is suspect at once,
    /// and lost when it stays silent.
    ///
    /// @param why how the stream broke, for people
    record WorkerUnreachable(String worker, String why) implements Input {}

    /// No worker will come any more: every job without an outcome gets this one, and so do the jobs
    /// of later batches, until a worker joins all the same.
    record WorkersUnavailable(Outcome outcome) implements Input {}

    /// Somebody wants this worker to finish what it has and leave.
    record DrainRequested(String worker, String reason) implements Input {}

    /// From now on so many chunks of short jobs may wait at each thread of a worker. What waits
    /// already stays where it is.
    record PrefetchSet(int chunks) implements Input {
        public PrefetchSet {
            if (chunks < 0) {
                throw new IllegalArgumentException("prefetch must be at least 0, was " + chunks);
            }
        }
    }

    /// From now on a chunk has so many jobs at most, beside all other limits.
    ///
    /// @param most at least 1; empty: no such limit
    record ChunkJobsSet(OptionalInt most) implements Input {
        public ChunkJobsSet {
            if (most.isPresent() && most.getAsInt() < 1) {
                throw new IllegalArgumentException(
                        "a chunk must have at least 1 job, had " + most.getAsInt());
            }
        }
    }

    /// A worker runs so many chunks at once from now on. With fewer than before it keeps what it
    /// has; with more it will offer more credits.
    record WorkerResized(String worker, int threads) implements Input {
        public WorkerResized {
            if (threads < 1) {
                throw new IllegalArgumentException(
                        "a worker must have at least 1 thread, has " + threads);
            }
        }
    }

    /// Time passed; see [Command.WakeAt].
    record Tick() implements Input {}

    /// There are more shared resources: those of a client. A name that is taken keeps its permits;
    /// resources that are not shared are passed over.
    record ResourcesAdded(Map<String, ResourceSpec> resources) implements Input {
        public ResourcesAdded {
            // Sorted, because nothing that the dispatcher does may depend on the order of a hash.
            resources = Collections.unmodifiableMap(new TreeMap<>(resources));
        }
    }

    /// These shared resources are no more: who waits for one is refused, and what is given back is
    /// forgotten.
    record ResourcesRemoved(Set<String> names) implements Input {
        public ResourcesRemoved {
            names = Collections.unmodifiableSet(new TreeSet<>(names));
        }
    }

    /// A worker's job asks for a permit of a shared resource.
    ///
    /// @param ticket the worker's own number for this request, unique on its stream
    /// @param user the worker's own number for the attempt that asks, for one permit at a time: one
    ///   that holds permits says the same when it asks for another; 0: not told, and so never taken
    ///   for one that waits
    /// @param job the position of its job in the batch, for people
    record ResourceAsked(String worker, long ticket, String resource, long user, int job)
            implements Input {

        /// Somebody who is not told asks.
        public ResourceAsked(String worker, long ticket, String resource) {
            this(worker, ticket, resource, 0, 0);
        }
    }

    /// A worker's job gives a permit back, or asks no more.
    record ResourceReturned(String worker, long ticket) implements Input {}
}
