package dev.manykitchens.core.pool;

import java.nio.file.Path;

/// Where a pool of worker JVMs writes down what it has to do and what came of it, so that nothing
/// of that goes with its process.
///
/// @param directory of this pool alone, made when it is not there; beside it in the same parent are
///   those of others
/// @param work what the pool's one batch is found by, at most 128 characters: a batch that a pool
///   before was killed with, under the same name, goes on. Empty: no batch is gone on with, and
///   each is forgotten once it is finished
/// @param listener hears how that goes
public record PoolJournal(Path directory, String work, Listener listener) {

    private static final int LONGEST_WORK = 128;

    public PoolJournal {
        if (work.length() > LONGEST_WORK) {
            throw new IllegalArgumentException(
                    "the work of a journal must be named in at most %d characters, was in %d"
                            .formatted(LONGEST_WORK, work.length()));
        }
    }

    /// Hears how a pool with a journal goes on.
    public interface Listener {

        /// Nobody listens.
        Listener NONE =
                new Listener() {
                    @Override
                    public void known(int jobs) {}

                    @Override
                    public void failed(String why) {}

                    @Override
                    public void ended() {}
                };

        /// So many jobs of a batch that is started had their outcome before: they are told, and do
        /// not run again. Never of none.
        void known(int jobs);

        /// Nothing can be written any more: every job that has no outcome fails with this, and
        /// whoever opens the same journal again goes on with them.
        ///
        /// @param why one line
        void failed(String why);

        /// The pool is closed, and whatever it was given has its outcome on disk: nothing is left
        /// to go on with.
        void ended();
    }
}
