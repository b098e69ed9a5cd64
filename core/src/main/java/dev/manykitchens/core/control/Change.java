package dev.manykitchens.core.control;

import dev.manykitchens.core.stove.StoveSpec;

import java.util.Locale;
import java.util.OptionalInt;

/// One change of a pool that works. Numbers are checked here, against what any pool could take;
/// names and numbers of batches by the pool that is to make the change.
public sealed interface Change {

    /// What kinds of change there are.
    enum Kind {
        /// [SetStoves].
        STOVES,
        /// [SetThreads].
        THREADS,
        /// [SetPrefetch].
        PREFETCH,
        /// [SetChunkJobs].
        CHUNK_JOBS,
        /// [DrainWorker].
        DRAIN,
        /// [KillWorker].
        KILL,
        /// [CancelBatch].
        CANCEL;

        /// Its name for people: `chunk-jobs`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Which kind it is.
    Kind kind();

    /// So many threads of each kitchen may compute at the same instant from now on. With fewer than
    /// before, those that compute go on until they give their stove back.
    ///
    /// @param count from 1 to [StoveSpec#MOST]; empty: as many as want to
    record SetStoves(OptionalInt count) implements Change {
        public SetStoves {
            count.ifPresent(stoves -> require("stoves", stoves, 1, StoveSpec.MOST));
        }

        /// So many.
        public SetStoves(int count) {
            this(OptionalInt.of(count));
        }

        @Override
        public Kind kind() {
            return Kind.STOVES;
        }
    }

    /// So many threads run jobs in each kitchen from now on. With fewer than before, those that run
    /// a job finish it first.
    ///
    /// @param count from 1 to [#MOST]
    record SetThreads(int count) implements Change {

        /// The most threads of one process.
        public static final int MOST = 10_000;

        public SetThreads {
            require("threads", count, 1, MOST);
        }

        @Override
        public Kind kind() {
            return Kind.THREADS;
        }
    }

    /// So many chunks of short jobs may wait at each thread of a worker from now on. Those that
    /// wait already are not taken back.
    ///
    /// @param chunks from 0 to [#MOST]
    record SetPrefetch(int chunks) implements Change {

        /// The most chunks that may wait at each thread of a worker.
        public static final int MOST = 16;

        public SetPrefetch {
            require("prefetch", chunks, 0, MOST);
        }

        @Override
        public Kind kind() {
            return Kind.PREFETCH;
        }
    }

    /// Chunks that are given out from now on have so many jobs at most.
    ///
    /// @param most from 1 to [#MOST]; empty: as many as the coordinator thinks best
    record SetChunkJobs(OptionalInt most) implements Change {

        /// The most jobs of a chunk.
        public static final int MOST = 4096;

        public SetChunkJobs {
            most.ifPresent(jobs -> require("jobs of a chunk", jobs, 1, MOST));
        }

        @Override
        public Kind kind() {
            return Kind.CHUNK_JOBS;
        }
    }

    /// A worker finishes what it has begun, takes no more and leaves. A pool that starts its own
    /// workers starts another in its place.
    ///
    /// @param worker its name, as events have it
    record DrainWorker(String worker) implements Change {
        public DrainWorker {
            requireNamed(worker);
        }

        @Override
        public Kind kind() {
            return Kind.DRAIN;
        }
    }

    /// The process of a worker ends at once, as by `kill -9`: what it had begun is run again by
    /// others. A pool that starts its own workers starts another in its place.
    ///
    /// @param worker its name, as events have it
    record KillWorker(String worker) implements Change {
        public KillWorker {
            requireNamed(worker);
        }

        @Override
        public Kind kind() {
            return Kind.KILL;
        }
    }

    /// Every job of a batch that has no outcome is cancelled.
    ///
    /// @param batch its number, as events have it, from 1
    record CancelBatch(long batch) implements Change {
        public CancelBatch {
            if (batch < 1) {
                throw new IllegalArgumentException(
                        "the number of a batch must be at least 1, was " + batch);
            }
        }

        @Override
        public Kind kind() {
            return Kind.CANCEL;
        }
    }

    private static void require(String what, int count, int least, int most) {
        if (count < least || count > most) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, was %d".formatted(what, least, most, count));
        }
    }

    private static void requireNamed(String worker) {
        if (worker.isBlank()) {
            throw new IllegalArgumentException(
                    "the name of a worker must have at least one letter, was \"%s\""
                            .formatted(worker));
        }
    }
}
