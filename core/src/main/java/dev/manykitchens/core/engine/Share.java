package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;

/// A share in the attempts of one source, for threads that run many of them. Used by one thread at
/// a time.
public interface Share {

    /// Runs one attempt on this thread, or some short ones, one after the other; then other sources
    /// may have their turn. What it has begun to run neighbours of, it may be called again for.
    ///
    /// @return whether to call again; false when the source has nothing for it any more
    /// @throws AttemptAbandonedException when the thread was given up under an attempt: it must
    ///   end, and the share must not be used again
    boolean run(AttemptRunner runner);

    /// Whether somebody else interrupted a thread that ran here: who lent that thread may want to
    /// heed it.
    boolean wasInterruptedFromOutside();
}
