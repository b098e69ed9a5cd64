package dev.manykitchens.coordinator.link;

import java.time.Instant;
import java.util.Optional;

/// A batch that is kept or unfinished, without its arguments and outcomes.
///
/// @param number the coordinator's
/// @param key see [BatchTerms]; empty: it has none
/// @param jobs how many it has
/// @param succeeded how many have their result
/// @param ended how many have any other outcome
/// @param queued how many wait for a worker; 0 when it is finished
/// @param running how many workers have; 0 when it is finished
/// @param detached whether it is run although its client goes
/// @param submitted when it came, on the coordinator's wall clock, to the millisecond; empty:
///   unknown
/// @param finished when its last job had its outcome, likewise; empty: it is not finished
public record BatchSummary(
        long number,
        String key,
        String recipe,
        int jobs,
        int succeeded,
        int ended,
        int queued,
        int running,
        State state,
        boolean detached,
        Optional<Instant> submitted,
        Optional<Instant> finished) {

    /// How far it is.
    public enum State {
        /// No job of it has begun.
        QUEUED("queued"),
        /// Some have begun.
        RUNNING("running"),
        /// Every job has its outcome.
        FINISHED("finished"),
        /// Every job has its outcome, since somebody cancelled the batch.
        CANCELLED("cancelled");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /// What people read.
        public String word() {
            return word;
        }

        /// Whether every job has its outcome.
        public boolean isOver() {
            return this == FINISHED || this == CANCELLED;
        }
    }
}
