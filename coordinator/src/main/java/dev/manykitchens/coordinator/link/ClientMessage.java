package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Batch;

import java.util.BitSet;
import java.util.List;

/// What a client says after its hello, decoded and checked. Batches have the client's own numbers.
public sealed interface ClientMessage {

    /// It wants to submit a batch and waits until there is room for it.
    ///
    /// @param jobs how many it has
    /// @param argumentBytes an upper bound of what the arguments take on the wire
    /// @param heldBytes about what the batch takes here
    /// @param terms when it waits, it must be told that it is accepted, however small it is
    /// @param settled the jobs that need not run, and whose outcomes it has. Nobody may change it
    record Announced(
            long batch,
            int jobs,
            long argumentBytes,
            long heldBytes,
            BatchTerms terms,
            BitSet settled)
            implements ClientMessage {

        /// One of a batch as most are, of which no job is settled.
        public Announced(long batch, int jobs, long argumentBytes, long heldBytes) {
            this(batch, jobs, argumentBytes, heldBytes, BatchTerms.USUAL, new BitSet());
        }

        /// About what a batch takes here. Values take more room here than on the wire: a number of
        /// one byte there has eight here. And of each job it is noted, in several places, what
        /// became of it.
        ///
        /// @param argumentBytes what the arguments take on the wire
        /// @param parameters how many columns they have
        public static long heldBytes(long argumentBytes, int jobs, int parameters) {
            long most = Long.MAX_VALUE / 2;
            return Math.min(argumentBytes, most) + (long) jobs * Long.BYTES * parameters + jobs / 2;
        }
    }

    /// A batch came, whole.
    ///
    /// @param unitsPerSecond units of calibrated work in a second of CPU time, as the client
    ///   measured; 0: workers measure
    /// @param speculate whether its slowest jobs may get a second copy
    /// @param settled the jobs that need not run
    record BatchCame(
            long number,
            Batch batch,
            double unitsPerSecond,
            boolean speculate,
            BitSet settled,
            BatchTerms terms)
            implements ClientMessage {

        /// One as most are.
        public BatchCame(
                long number,
                Batch batch,
                double unitsPerSecond,
                boolean speculate,
                BitSet settled) {
            this(number, batch, unitsPerSecond, speculate, settled, BatchTerms.USUAL);
        }
    }

    /// Jobs are not wanted any more.
    ///
    /// @param jobs positions; empty: all of the batch
    record Unwanted(long batch, List<Integer> jobs) implements ClientMessage {
        public Unwanted {
            jobs = List.copyOf(jobs);
        }
    }

    /// A batch whose arguments have not all come is not wanted any more: none of it will follow.
    /// Also said of one that is being resumed, when its client does not know that yet.
    ///
    /// @param jobs how many it has
    record Withdrawn(long batch, int jobs) implements ClientMessage {}

    /// It has every outcome of a batch that is finished, which may be forgotten.
    record Taken(long batch) implements ClientMessage {}

    /// It is alive.
    ///
    /// @param sentNanos on its own clock
    record Alive(long sentNanos) implements ClientMessage {}
}
