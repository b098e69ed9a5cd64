package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.attempt.WorkRate;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.engine.Engine;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// A pool inside this JVM: an engine with batches on it. Thread-safe.
///
/// ```
/// open ──close──▶ takes no more, waits for its batches ──▶ ends engine, flusher and watchdog
/// ```
final class LocalPool implements Pool {

    /// The name of the worker in events and origins.
    static final String WORKER = Origin.THIS_JVM;

    /// The most unfinished batches; more wait in [#start].
    static final int MOST_BATCHES = 10_000;

    /// The most threads that jobs may hold which do not stop. Each was replaced by another one;
    /// when there are more, what has not begun fails.
    static final int MOST_HELD_THREADS = 500;

    private final PoolSpec spec;
    private final RecipeBook recipes;
    private final EventSink sink;
    private final RunEnvironment environment;
    private final Engine engine;
    private final Origin origin;
    private final Flusher flusher;
    private final Optional<ProgressTeller> teller;

    /// Room for unfinished batches.
    private final Semaphore room = new Semaphore(MOST_BATCHES, true);

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final Set<BatchRun> unfinished = new LinkedHashSet<>();
    private boolean open = true;

    /// How many there were.
    private final AtomicLong batches = new AtomicLong();

    private final SingleRuns singles;
    private final LocalControls controls;

    /// Held by whoever ends the threads; guards `closed`.
    private final ReentrantLock ending = new ReentrantLock();

    private boolean closed;

    LocalPool(
            PoolSpec spec,
            RecipeBook recipes,
            EventSink sink,
            RunEnvironment environment,
            Engine engine,
            Origin origin,
            Optional<Duration> progressEvery) {
        this.spec = spec;
        this.recipes = recipes;
        this.sink = sink;
        this.environment = environment;
        this.engine = engine;
        this.origin = origin;
        this.singles = new SingleRuns(sink, engine, origin, room, this::afterLoss);
        this.controls = new LocalControls(spec, engine, environment.stove(), this::cancel, sink);
        this.flusher = new Flusher(spec + "-flusher", this::unfinished);
        flusher.start();
        teller =
                progressEvery.map(period ->
                        new ProgressTeller(spec + "-progress", sink, this::inProgress, period));
        teller.ifPresent(ProgressTeller::start);
    }

    @Override
    public PoolSpec spec() {
        return spec;
    }

    @Override
    public RecipeBook recipes() {
        return recipes;
    }

    @Override
    public PoolControls controls() {
        return controls;
    }

    /// Tells that it can take jobs.
    ///
    /// @param begunNanos since when it was opened
    void announce(long begunNanos) {
        long now = System.nanoTime();
        sink.accept(
                new RunEvent.PoolReady(
                        now, spec.toString(), spec.kind().slots().orElse(0), now - begunNanos));
        controls.tell();
    }

    @Override
    public RunningBatch start(Batch batch, BatchListener listener) {
        Pools.requireHarmless(spec, batch.recipe());
        double workUnitsPerSecond = WorkRate.of(batch);
        BatchRun run = admit(batch, listener, workUnitsPerSecond);
        run.announce();
        flusher.wake();
        engine.run(run);
        return run;
    }

    @Override
    public JobFuture submit(Recipe recipe, List<?> arguments, BatchOptions options) {
        Batch batch = new Batch(recipe, Arguments.packOne(recipe, arguments), options);
        Pools.requireHarmless(spec, recipe);
        double workUnitsPerSecond = WorkRate.of(batch);
        takeRoom();
        SingleRun run =
                new SingleRun(singles, batches.incrementAndGet(), batch, workUnitsPerSecond);
        if (!singles.add(run)) {
            room.release();
            throw closedAlready(spec);
        }
        run.announce();
        engine.run(run);
        return run.future();
    }

    /// Waits until there is room for one more batch, or job. Whoever hears of outcomes cannot wait
    /// for more of them: they come on the same thread.
    private void takeRoom() {
        if (!Telling.isHere()) {
            room.acquireUninterruptibly();
        } else if (!room.tryAcquire()) {
            throw new IllegalStateException(
                    "at most %d jobs and batches may be unfinished, all places are taken; submit from another thread than the one that tells outcomes"
                            .formatted(MOST_BATCHES));
        }
    }

    private BatchRun admit(Batch batch, BatchListener listener, double workUnitsPerSecond) {
        takeRoom();
        lock.lock();
        try {
            if (open) {
                long number = batches.incrementAndGet();
                FinishedJobs finished =
                        new FinishedJobs(number, batch, Guarded.listener(listener), sink);
                BatchRun run =
                        new BatchRun(
                                number,
                                batch,
                                workUnitsPerSecond,
                                origin,
                                engine,
                                finished,
                                this::afterLoss);
                finished.onComplete(() -> forget(run));
                unfinished.add(run);
                return run;
            }
        } finally {
            lock.unlock();
        }
        room.release();
        throw closedAlready(spec);
    }

    static IllegalStateException closedAlready(PoolSpec spec) {
        return new IllegalStateException("the pool " + spec + " is closed; open another one");
    }

    private void afterLoss() {
        if (environment.heldThreads() > MOST_HELD_THREADS) {
            String reason =
                    "jobs that do not stop may hold at most %d threads, did hold more; let the recipe heed interrupts, or use worker JVMs, which are replaced"
                            .formatted(MOST_HELD_THREADS);
            Outcome failed = new Outcome.Failed(reason, origin);
            unfinished().forEach(run -> run.stop(failed));
            singles.all().forEach(run -> run.stop(failed));
        }
    }

    private void forget(BatchRun run) {
        lock.lock();
        try {
            unfinished.remove(run);
        } finally {
            lock.unlock();
        }
        room.release();
    }

    private InProgress inProgress() {
        InProgress jobs = new InProgress();
        unfinished().forEach(run -> run.gather(jobs));
        singles.all().forEach(run -> run.gather(jobs));
        return jobs;
    }

    private List<BatchRun> unfinished() {
        lock.lock();
        try {
            return List.copyOf(unfinished);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stopTaking();
        boolean interrupted = false;
        while (true) {
            try {
                awaitBatches();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
                cancelAll();
            }
        }
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void closeNow() {
        stopTaking();
        cancelAll();
        close();
    }

    /// Cancels a batch, or a single job; whether it was unfinished.
    private boolean cancel(long number) {
        List<BatchRun> batch = unfinished().stream().filter(run -> run.id() == number).toList();
        List<SingleRun> single =
                batch.isEmpty()
                        ? singles.all().stream().filter(run -> run.id() == number).toList()
                        : List.of();
        batch.forEach(BatchRun::cancel);
        single.forEach(SingleRun::cancel);
        return !batch.isEmpty() || !single.isEmpty();
    }

    private void cancelAll() {
        unfinished().forEach(BatchRun::cancel);
        singles.all().forEach(SingleRun::cancel);
    }

    private void stopTaking() {
        lock.lock();
        try {
            open = false;
        } finally {
            lock.unlock();
        }
        singles.close();
    }

    private void awaitBatches() throws InterruptedException {
        for (BatchRun run : unfinished()) {
            run.awaitDone();
        }
        singles.awaitAll();
    }

    /// Ends all threads; a second caller waits until the first has done it, unless the first may
    /// wait for its thread.
    private void end() {
        if (singles.isTelling()) {
            if (!ending.tryLock()) {
                return;
            }
        } else {
            ending.lock();
        }
        try {
            if (closed) {
                return;
            }
            closed = true;
            controls.close();
            engine.close();
            flusher.close();
            teller.ifPresent(ProgressTeller::close);
            environment.close();
            sink.accept(new RunEvent.PoolClosed(System.nanoTime()));
        } finally {
            ending.unlock();
        }
    }
}
