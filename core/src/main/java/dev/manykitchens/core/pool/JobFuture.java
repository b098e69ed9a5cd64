package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.JobFailedException;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One job that was submitted, and the value it will give. Thread-safe.
///
/// The value is a plain Java object: `Long`, `BigInteger`, `Double`, `String`, `byte[]`, or the
/// text "none".
public class JobFuture implements Future<Object> {

    /// Never given away: whoever completes it wakes threads that wait and runs nobody's code.
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /// What others hang on; null while nobody asked for it.
    private volatile @Nullable CompletableFuture<Outcome> watched;

    /// Where the job is; null while it is nowhere.
    private volatile @Nullable RunningBatch batch;

    /// Its position in the batch. Written before the batch is.
    private int job;

    /// Only pools make futures.
    JobFuture() {}

    /// Waits for the value.
    ///
    /// @throws CancellationException when the job was cancelled
    /// @throws ExecutionException when the job gave no value; its cause is a [JobFailedException]
    @Override
    public Object get() throws InterruptedException, ExecutionException {
        return valueOf(outcome.get());
    }

    /// Waits for the value at most so long.
    ///
    /// @throws CancellationException when the job was cancelled
    /// @throws ExecutionException when the job gave no value; its cause is a [JobFailedException]
    /// @throws TimeoutException when it has not ended by then; it goes on running
    @Override
    public Object get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return valueOf(outcome.get(timeout, unit));
    }

    /// Waits for the value, as [#get()] does, without checked exceptions and whether or not the
    /// thread is interrupted.
    ///
    /// @throws CancellationException when the job was cancelled
    /// @throws JobFailedException when the job gave no value
    public Object join() {
        Outcome ending = outcome.join();
        if (ending instanceof Outcome.Cancelled) {
            throw cancelled();
        }
        return new JobResult(0, ending).value();
    }

    /// Cancels the job: it never starts, or it is interrupted wherever it runs, in another process
    /// too. Without effect when it has ended.
    ///
    /// @param mayInterruptIfRunning ignored: a job that runs is always interrupted
    /// @return whether the job had not ended
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = outcome.complete(Outcome.CANCELLED);
        tellWatchers();
        RunningBatch known = batch;
        if (cancelled && known != null) {
            known.cancel(job);
        }
        return cancelled;
    }

    @Override
    public boolean isCancelled() {
        return outcome.getNow(null) instanceof Outcome.Cancelled;
    }

    @Override
    public boolean isDone() {
        return outcome.isDone();
    }

    /// Completes with the job's outcome, whatever it is; never fails.
    public CompletionStage<Outcome> outcome() {
        return watchers().minimalCompletionStage();
    }

    private synchronized CompletableFuture<Outcome> watchers() {
        CompletableFuture<Outcome> present = watched;
        if (present == null) {
            present = new CompletableFuture<>();
            watched = present;
            // Either this sees the outcome, or whoever brings it sees the watchers.
            tellWatchers();
        }
        return present;
    }

    /// Gives the outcome to threads that wait for it; without effect when the job has one. Nobody's
    /// code is run: see [#tellWatchers].
    ///
    /// @return whether there are watchers to be told
    boolean end(Outcome ending) {
        outcome.complete(ending);
        return watched != null;
    }

    /// Runs on this thread what hangs on the outcome, if there are both.
    void tellWatchers() {
        CompletableFuture<Outcome> present = watched;
        if (present != null && outcome.isDone()) {
            Outcome ending = outcome.join();
            Telling.run(() -> present.complete(ending));
        }
    }

    BatchListener listener() {
        return new BatchListener() {
            @Override
            public void succeeded(int first, Column results) {
                ended(0, new Outcome.Succeeded(results.get(0)));
            }

            @Override
            public void ended(int job, Outcome ending) {
                if (end(ending)) {
                    tellWatchers();
                }
            }
        };
    }

    /// Says where the job is from now on. When it was cancelled before, it is cancelled there.
    ///
    /// @param job its position in that batch
    void runBy(RunningBatch batch, int job) {
        this.job = job;
        this.batch = batch;
        if (isCancelled()) {
            batch.cancel(job);
        }
    }

    private static Object valueOf(Outcome ending) throws ExecutionException {
        return switch (ending) {
            case Outcome.Succeeded(var value) -> value.toJava();
            case Outcome.Cancelled _ -> throw cancelled();
            case Outcome.Failed _, Outcome.TimedOut _, Outcome.WorkerLost _ ->
                    throw new ExecutionException(new JobFailedException(new JobResult(0, ending)));
        };
    }

    private static CancellationException cancelled() {
        return new CancellationException("the job was cancelled");
    }
}
