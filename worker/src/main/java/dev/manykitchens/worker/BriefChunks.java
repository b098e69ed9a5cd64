package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.AttemptRunner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Chunks of a few brief jobs, which are run on the transport's thread: to hand them to another
/// thread and their results back would take longer than they do. See
/// [dev.manykitchens.core.recipe.Recipe#isBrief].
///
/// A recipe that does not keep its word is not believed again. Confined to the transport's thread.
final class BriefChunks {

    /// So many jobs are run here at once, at most.
    static final int MOST_JOBS = 64;

    /// After so long a chunk was not brief: time enough for a collection of garbage and for another
    /// process that had the core.
    static final Duration LIMIT = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(BriefChunks.class);

    private final AttemptRunner runner;
    private final BooleanSupplier isStoveFree;
    private final LongSupplier nanoTime;
    private final Set<String> notBelieved = new HashSet<>();

    /// @param isStoveFree whether nobody waits for a stove
    /// @param nanoTime a clock
    BriefChunks(AttemptRunner runner, BooleanSupplier isStoveFree, LongSupplier nanoTime) {
        this.runner = runner;
        this.isStoveFree = isStoveFree;
        this.nanoTime = nanoTime;
    }

    /// Runs a chunk, if it is brief.
    ///
    /// @return false when it is for other threads
    boolean ran(ChunkRun run) {
        if (!isStoveFree.getAsBoolean()
                || run.chunk().count() > MOST_JOBS
                || !(run.facts() instanceof BatchFacts.Known known)
                || notBelieved.contains(known.recipe().name())
                || !known.isBrief(run.chunk().arguments())) {
            return false;
        }
        long began = nanoTime.getAsLong();
        run.runWithoutWaiting(runner);
        long took = nanoTime.getAsLong() - began;
        if (took > LIMIT.toNanos() && notBelieved.add(known.recipe().name())) {
            LOG.warn(
                    "worker runs no more jobs on the transport's thread recipe={} jobs={} millis={}",
                    known.recipe().name(),
                    run.chunk().count(),
                    TimeUnit.NANOSECONDS.toMillis(took));
        }
        return true;
    }
}
