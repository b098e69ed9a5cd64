package dev.manykitchens.core.pool;

import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.JobFailedException;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Runs jobs. Thread-safe: batches may be started from several threads and run side by side.
///
/// ```java
/// try (Pool pool = Pools.open("processes:4")) {
///     System.out.println(pool.map("compute_square", List.of(1, 2, 3, 4)));
/// }
/// ```
///
/// | to get | call |
/// |---|---|
/// | all values, in order of submission | [#map(String, Collection)] |
/// | results as they complete, also of endless inputs | [#mapUnordered(String, Iterable)] |
/// | one value later, with cancel | [#submit(String, Object...)] |
/// | every outcome, good or bad, packed | [#run(Batch)] |
/// | none of it, only to be told | [#start], on which the others stand |
///
/// Arguments and values are plain Java objects: whole numbers (`Integer`, `Long`, `BigInteger`, …),
/// `Double`, `String`, `byte[]`. An argument that is a `List` holds all arguments of one job, for
/// recipes that take several:
///
/// ```java
/// pool.map("sum_range", List.of(List.of(0, 10), List.of(10, 20)));   // two jobs with two arguments each
/// ```
public interface Pool extends AutoCloseable {

    /// What was opened.
    PoolSpec spec();

    /// The recipes that can be named.
    RecipeBook recipes();

    /// What of it can be changed while it works.
    default PoolControls controls() {
        return PoolControls.NONE;
    }

    /// Starts a batch and returns; the listener hears each job's outcome exactly once. On
    /// `sequential` the jobs run on the calling thread before this returns.
    ///
    /// Blocks while the pool's queue is full.
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch (a recipe that ends its
    ///   JVM on a pool inside this one, an argument too large to travel)
    /// @throws IllegalStateException when the pool is closed
    RunningBatch start(Batch batch, BatchListener listener);

    /// Takes no more batches, finishes those that run, ends every thread and process, and returns
    /// when all is gone. Interrupting the caller cancels what still runs. A listener of its jobs or
    /// a callback of their futures may close it too, and may then return before all is gone.
    @Override
    void close();

    /// Cancels everything that runs and closes: what Ctrl-C does.
    void closeNow();

    /// Runs a batch and waits until every job has its outcome; a job that fails is an outcome, not
    /// an exception. When the calling thread is interrupted, jobs without an outcome are cancelled,
    /// the thread stays interrupted, and the result is not [BatchResult#complete].
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch
    /// @throws IllegalStateException when the pool is closed
    default BatchResult run(Batch batch) {
        BatchCollector collector = new BatchCollector(batch.recipe().resultType(), batch.size());
        return collector.await(start(batch, collector));
    }

    /// The value of each input, in order of submission, whatever the order in which jobs complete.
    ///
    /// @param recipe its name
    /// @param inputs one job each: an object, or a list of objects for recipes that take several
    /// @return an unmodifiable list of `Long`, `BigInteger`, `Double`, `String` or `byte[]`
    /// @throws IllegalArgumentException when there is no such recipe or an input does not fit it;
    ///   nothing was run then
    /// @throws JobFailedException when a job gave no value; the others have ended, and it holds
    ///   their outcomes
    default List<Object> map(String recipe, Collection<?> inputs) {
        return map(recipe, inputs, BatchOptions.DEFAULTS);
    }

    /// As [#map(String, Collection)], with options.
    default List<Object> map(String recipe, Collection<?> inputs, BatchOptions options) {
        return map(recipes().get(recipe), inputs, options);
    }

    /// As [#map(String, Collection)], with a recipe object. Pools of worker JVMs send its name, so
    /// the recipe must be on the workers' class path too.
    default List<Object> map(Recipe recipe, Collection<?> inputs, BatchOptions options) {
        return run(new Batch(recipe, Arguments.pack(recipe, inputs), options)).objects();
    }

    /// The result of each input, as jobs complete; jobs that fail are among them, with their
    /// outcome.
    ///
    /// Jobs start when the first result is asked for. At most 10,000 are out at once, counted from
    /// their submission until their result is read, so a slow reader slows the jobs down and an
    /// endless iterable needs no more memory than a short one. Close the stream to cancel what has
    /// not ended:
    ///
    /// ```java
    /// try (Stream<JobResult> results = pool.mapUnordered("count_primes", limits)) {
    ///     Object first = results.findFirst().orElseThrow().value();    // the others are cancelled
    /// }
    /// ```
    ///
    /// @param recipe its name
    /// @param inputs one job each, read as they are needed: an object, or a list of objects
    /// @return a stream for one thread; [JobResult#job] is the position of the input. It throws
    ///   `IllegalArgumentException` when it comes to an input that does not fit the recipe, and
    ///   `CancellationException` when its reader is interrupted
    /// @throws IllegalArgumentException when there is no such recipe
    default Stream<JobResult> mapUnordered(String recipe, Iterable<?> inputs) {
        return mapUnordered(recipe, inputs, BatchOptions.DEFAULTS);
    }

    /// As [#mapUnordered(String, Iterable)], with options.
    default Stream<JobResult> mapUnordered(
            String recipe, Iterable<?> inputs, BatchOptions options) {
        return mapUnordered(recipes().get(recipe), inputs, options);
    }

    /// As [#mapUnordered(String, Iterable)], with a recipe object that the workers know too.
    default Stream<JobResult> mapUnordered(
            Recipe recipe, Iterable<?> inputs, BatchOptions options) {
        UnorderedResults results = new UnorderedResults(this, recipe, inputs, options);
        return StreamSupport.stream(results, false).onClose(results::close);
    }

    /// Starts one job and returns its future. Its random numbers differ from call to call; options
    /// with a seed fix them.
    ///
    /// ```java
    /// JobFuture square = pool.submit("compute_square", 12);
    /// System.out.println(square.get());    // 144
    /// ```
    ///
    /// @param recipe its name
    /// @param arguments as many as the recipe takes; those with a default may be left out
    /// @throws IllegalArgumentException when there is no such recipe or the arguments do not fit it
    /// @throws IllegalStateException when the pool is closed
    default JobFuture submit(String recipe, Object... arguments) {
        BatchOptions options =
                BatchOptions.DEFAULTS.withSeed(ThreadLocalRandom.current().nextLong());
        return submit(recipe, Arrays.asList(arguments), options);
    }

    /// As [#submit(String, Object...)], with options and the arguments as a list.
    default JobFuture submit(String recipe, List<?> arguments, BatchOptions options) {
        return submit(recipes().get(recipe), arguments, options);
    }

    /// As [#submit(String, Object...)], with a recipe object that the workers know too.
    default JobFuture submit(Recipe recipe, List<?> arguments, BatchOptions options) {
        JobFuture future = new JobFuture();
        Batch batch = new Batch(recipe, Arguments.pack(recipe, List.of(arguments)), options);
        future.runBy(start(batch, future.listener()), 0);
        return future;
    }
}
