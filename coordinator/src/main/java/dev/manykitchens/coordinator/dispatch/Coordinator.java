package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.JournalThread;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.Travel;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.loop.Deliveries;
import dev.manykitchens.coordinator.loop.Loop;
import dev.manykitchens.coordinator.loop.LoopThread;
import dev.manykitchens.coordinator.loop.OwnLoop;
import dev.manykitchens.coordinator.loop.SharedLoop;
import dev.manykitchens.core.attempt.WorkRate;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Gathering;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Takes batches, hears workers, and lets the dispatcher decide: one loop that feeds it everything
/// that happens and carries out what it says. Thread-safe.
public final class Coordinator implements LoopThread, AutoCloseable {

    /// So long a coordinator that ends waits for the disk.
    private static final Duration FORCE_LIMIT = Duration.ofSeconds(10);

    private final Loop loop;
    private final Deliveries deliveries;
    private final DispatchDriver driver;
    private final DispatchLoop dispatch;
    private final Intake intake;
    private final CoordinatorWorkers workers;
    private final CoordinatorClients clients;
    private final Optional<JournalThread> journal;
    private final Consumer<String> onStop;

    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    private volatile boolean forgetting;

    /// What is taken from now on is cancelled at once.
    private volatile boolean cancelling;

    private Coordinator(
            DispatchOptions options,
            Map<String, ResourceSpec> resources,
            EventSink events,
            WorkerSupply supply,
            Optional<Keeping> keeping,
            Function<Consumer<Throwable>, Loop> home) {
        deliveries = new Deliveries("coordinator-delivery");
        intake = new Intake(new Places(options.mostBatches(), deliveries::isCurrentThread));
        loop = home.apply(this::failed);
        journal =
                keeping.map(kept ->
                        new JournalThread(
                                kept.journal(),
                                this::onLoop,
                                failure -> stop(String.valueOf(failure.getMessage()), failure)));
        onStop = keeping.map(Keeping::stopped).orElse(_ -> {});
        driver =
                new DispatchDriver(
                        options,
                        resources,
                        GuardedSink.of(events),
                        deliveries::post,
                        supply,
                        System::nanoTime,
                        keeping.map(kept ->
                                new DispatchDriver.Kept(
                                        new KeptSteps((entry, onForced) ->
                                                journal.orElseThrow().force(entry, onForced)),
                                        kept.wallClock(),
                                        kept.outcomes())));
        dispatch = new DispatchLoop(loop, driver);
        workers = new CoordinatorWorkers(driver, dispatch::settle, dispatch::run);
        clients = new CoordinatorClients(driver, loop, intake, dispatch::settle);
    }

    /// Takes batches, and decides on a thread of its own. Nothing is done before the supply brings
    /// a worker.
    public static Coordinator start(
            DispatchOptions options,
            Map<String, ResourceSpec> resources,
            EventSink events,
            WorkerSupply supply) {
        return start(options, resources, events, supply, Optional.empty());
    }

    /// The same, going on where another coordinator was, and keeping what must survive this one.
    ///
    /// @param keeping where; empty: nowhere
    public static Coordinator start(
            DispatchOptions options,
            Map<String, ResourceSpec> resources,
            EventSink events,
            WorkerSupply supply,
            Optional<Keeping> keeping) {
        return start(
                new Coordinator(
                        options,
                        resources,
                        events,
                        supply,
                        keeping,
                        onFailure -> new OwnLoop("coordinator-loop", System::nanoTime, onFailure)));
    }

    /// The same, deciding on a thread that hears the workers.
    ///
    /// @param keeping where what must survive it is kept; empty: nowhere
    /// @param thread must outlive the coordinator
    public static Coordinator start(
            DispatchOptions options,
            Map<String, ResourceSpec> resources,
            EventSink events,
            WorkerSupply supply,
            Optional<Keeping> keeping,
            ScheduledExecutorService thread) {
        return start(
                new Coordinator(
                        options,
                        resources,
                        events,
                        supply,
                        keeping,
                        onFailure -> new SharedLoop(thread, System::nanoTime, onFailure)));
    }

    private static Coordinator start(Coordinator coordinator) {
        coordinator.deliveries.start();
        coordinator.journal.ifPresent(JournalThread::start);
        coordinator.loop.start();
        return coordinator;
    }

    /// Goes on where another coordinator was. On the loop, before anything else happens.
    ///
    /// @param onFinished called on the loop with the number of each of its batches, once that is
    ///   finished and all was told
    public void restore(Recovered recovered, LongConsumer onFinished) {
        intake.numberBehind(recovered.lastBatch());
        Restart restart = Restart.of(recovered, System.nanoTime());
        for (LiveBatch live : restart.begun()) {
            boolean hasPlace = intake.tryPlace();
            var _ =
                    live.done()
                            .thenRun(() -> {
                                loop.post(() -> onFinished.accept(live.id()));
                                if (hasPlace) {
                                    intake.giveBack(1);
                                }
                            });
        }
        driver.restore(recovered.work(), restart);
        dispatch.settle();
    }

    /// Nothing more can be written, or decided: nothing more is told, and whoever follows goes on.
    private void stop(String why, Throwable failure) {
        refuseBatches();
        onStop.accept(why);
        driver.stop(why);
        broken.complete(failure);
    }

    /// After the journal could be written no more: every job that has no outcome has this one, as
    /// nobody else goes on while the owner of these batches waits. On the loop.
    ///
    /// @param why one line
    public void endEverything(String why) {
        driver.endEverything(new Outcome.Failed(why, Origin.ofNobody()));
        dispatch.refuseGathered();
    }

    /// Where the transport tells what workers say.
    public WorkerListener inbox() {
        return new WorkerInbox(dispatch, driver);
    }

    /// Takes a batch. Waits while there are too many unfinished ones.
    ///
    /// @param speculate whether its slowest jobs may run a second time, on another worker
    /// @throws IllegalArgumentException when an argument is too large to travel
    /// @throws IllegalStateException when no more batches are taken
    public RunningBatch submit(Batch batch, boolean speculate, BatchListener listener) {
        return submit(batch, speculate, Claim.NONE, listener);
    }

    /// The same for a batch that is found again where things are kept.
    ///
    /// @param claim how
    /// @throws IllegalArgumentException when an argument is too large to travel
    /// @throws IllegalStateException when no more batches are taken
    public RunningBatch submit(
            Batch batch, boolean speculate, Claim claim, BatchListener listener) {
        Submission submission =
                Submission.local(batch, WorkRate.of(batch), speculate, claim, listener);
        long longestJobBytes = Travel.longestJobBytes(batch);
        return handle(
                intake.take(
                        number -> new LiveBatch(number, submission, System.nanoTime()),
                        live -> {
                            forgetOnceFinished(live);
                            onLoop(() -> driver.submit(live, longestJobBytes, () -> {}));
                        }));
    }

    /// Goes on with a batch of a local pool that another coordinator began. Whoever calls this
    /// tells the outcomes that are known.
    ///
    /// @param open what is known of it, without leases: whoever had them is gone
    /// @param batch the same jobs again
    /// @param claim how it is found again
    /// @param listener hears how the jobs end that have no outcome
    /// @throws IllegalStateException when no more batches are taken
    public RunningBatch goOn(
            OpenWork.UnfinishedBatch open, Batch batch, Claim claim, BatchListener listener) {
        BitSet settled = open.succeeded();
        settled.or(open.failed());
        Submission submission =
                new Submission(
                        new BatchTold(batch, WorkRate.of(batch), Map.of()),
                        0,
                        open.batch().speculate(),
                        settled,
                        claim,
                        listener);
        return handle(
                intake.takeNumbered(
                        LiveBatch.begun(
                                open.batch().batch(),
                                submission,
                                System.nanoTime(),
                                open.givenOut()),
                        live -> onLoop(() -> driver.goOn(open, live))));
    }

    private RunningBatch handle(LiveBatch live) {
        return new BatchHandle(live.id(), live.done().copy(), dispatch, driver);
    }

    /// Gives batches higher numbers than this one. Before any is submitted.
    public void numberBehind(long batch) {
        intake.numberBehind(batch);
    }

    /// Where things are kept, forgets each batch of a local pool that is submitted from now on once
    /// it is finished: nobody will ask for it.
    public void forgetFinished() {
        forgetting = true;
    }

    private void forgetOnceFinished(LiveBatch live) {
        if (forgetting) {
            var _ = live.done().thenRun(() -> onLoop(() -> driver.forget(live.id())));
        }
    }

    /// Its levers.
    ///
    /// @param pool whose they are, for people
    /// @param possible which of them
    /// @param settings how it is set at first
    /// @param killer kills the process of a worker that is here, on the loop; whether it is within
    ///   reach
    public CoordinatorControls controls(
            String pool,
            Set<Change.Kind> possible,
            PoolSettings settings,
            Predicate<String> killer) {
        return new CoordinatorControls(pool, possible, settings, this, driver, killer);
    }

    /// Takes jobs one by one.
    ///
    /// @param requireRunnable refuses a recipe that its workers cannot run
    /// @param speculate whether the slowest of them may run a second time, on another worker
    public Gathering gathering(Consumer<Recipe> requireRunnable, boolean speculate) {
        return new Gathering(new SingleJobs(this, requireRunnable, speculate));
    }

    /// Takes a place for one job. Waits while there are too many.
    ///
    /// @throws IllegalStateException when no more are taken
    void admitJob() {
        intake.admitJob();
    }

    /// Calls this on the loop once every admitted job that was started was given to a worker.
    void takeSoon(Runnable take) {
        dispatch.takeSoon(take);
    }

    /// Starts jobs each of which has a place. On the loop.
    RunningBatch startAdmitted(Submission jobs) {
        LiveBatch live =
                intake.ofAdmitted(number -> new LiveBatch(number, jobs, System.nanoTime()));
        forgetOnceFinished(live);
        driver.submit(live, Travel.longestJobBytes(jobs.batch()), () -> {});
        if (cancelling) {
            // They were on their way when everything was cancelled.
            driver.cancel(live.id());
        }
        return handle(live);
    }

    /// Gives back the places of admitted jobs.
    void jobsEnded(int jobs) {
        intake.giveBack(jobs);
    }

    /// Completes, on the loop, with a bug of ours: every batch was ended with it as their reason,
    /// and nothing will be dispatched any more. Otherwise never.
    public CompletableFuture<Throwable> broken() {
        return broken.copy();
    }

    /// Runs something on the loop and sees to it that the dispatcher is woken when it wants to be.
    public void onLoop(Runnable action) {
        dispatch.run(action);
    }

    /// Runs something where submitters are told, after what was told before.
    public void deliver(Runnable delivery) {
        deliveries.post(delivery);
    }

    /// Takes no more batches.
    public void refuseBatches() {
        intake.refuse();
    }

    /// Cancels everything that was submitted.
    public void cancelAll() {
        cancelling = true;
        onLoop(driver::cancelAll);
    }

    /// Waits until every batch is finished; no more may be submitted meanwhile.
    ///
    /// @return false when that takes longer than the limit
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        return intake.awaitAllFree(limit);
    }

    /// Its workers, for whoever brings them.
    public CoordinatorWorkers workers() {
        return workers;
    }

    /// Its clients, for whoever brings them.
    public CoordinatorClients clients() {
        return clients;
    }

    /// Whether the calling thread tells submitters what became of their jobs.
    public boolean isDelivering() {
        return deliveries.isCurrentThread();
    }

    @Override
    public void post(Runnable task) {
        loop.post(task);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        loop.schedule(delay, task);
    }

    @Override
    public long now() {
        return loop.now();
    }

    /// Ends every thread; what was not delivered by then never is. What was decided is on disk
    /// then, where things are kept.
    @Override
    public void close() {
        refuseBatches();
        if (journal.isPresent()) {
            CompletableFuture<Void> forced = broken.copy().thenAccept(_ -> {});
            loop.post(() ->
                    driver.kept().ifPresent(kept -> kept.whenForced(() -> forced.complete(null))));
            try {
                forced.completeOnTimeout(null, FORCE_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            } finally {
                journal.get().close();
            }
        }
        loop.close();
        deliveries.close();
    }

    /// Something on the loop failed that must not: everybody is told, nothing hangs. Where things
    /// are kept, no job has that as its outcome: what was accepted goes on elsewhere.
    private void failed(Throwable failure) {
        String why = "the coordinator failed, please report this: " + failure;
        if (journal.isPresent()) {
            stop(why, failure);
            return;
        }
        refuseBatches();
        driver.abandonEverything(new Outcome.Failed(why, Origin.ofNobody()));
        dispatch.refuseGathered();
        broken.complete(failure);
    }
}
