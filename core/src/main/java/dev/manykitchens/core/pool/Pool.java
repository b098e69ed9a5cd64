package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.recipe.RecipeBook;

/// Runs jobs. Thread-safe: batches may be started from several threads and run side by side.
///
/// ```java
/// try (Pool pool = Pools.open("processes:4")) {
///     System.out.println(pool.map("compute_square", List.of(1, 2, 3, 4)));
/// }
/// ```
///
/// The convenient methods `map`, `mapUnordered` and `submit` come from [PoolCalls] and stand on [#start].
public interface Pool extends PoolCalls, AutoCloseable {

    /// What was opened.
    PoolSpec spec();

    /// The recipes that can be named.
    RecipeBook recipes();

    /// Starts a batch and returns; the listener hears each job's outcome exactly once. On `sequential` the jobs run on
    /// the calling thread before this returns.
    ///
    /// Blocks while the pool's queue is full.
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch (a recipe that ends its JVM on a pool inside
    ///     this one, an argument too large to travel)
    /// @throws IllegalStateException when the pool is closed
    RunningBatch start(Batch batch, BatchListener listener);

    /// Takes no more batches, finishes those that run, ends every thread and process, and returns when all is gone.
    /// Interrupting the caller cancels what still runs.
    @Override
    void close();

    /// Cancels everything that runs and closes: what Ctrl-C does.
    void closeNow();
}
