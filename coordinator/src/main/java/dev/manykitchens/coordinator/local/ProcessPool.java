package dev.manykitchens.coordinator.local;

import dev.manykitchens.coordinator.dispatch.Coordinator;
import dev.manykitchens.coordinator.dispatch.CoordinatorControls;
import dev.manykitchens.coordinator.dispatch.WorkerSupply;
import dev.manykitchens.coordinator.link.TransportThread;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.spawn.FleetListener;
import dev.manykitchens.coordinator.spawn.WorkerCommand;
import dev.manykitchens.coordinator.spawn.WorkerFleet;
import dev.manykitchens.coordinator.spawn.Workforce;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Gathering;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.RecipeBook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// A pool of worker processes on this machine: a coordinator and a fleet. Thread-safe.
final class ProcessPool implements Pool {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final PoolSpec spec;
    private final PoolOptions options;
    private final Coordinator coordinator;
    private final Workforce workforce;
    private final WorkerFleet fleet;
    private final Gathering singles;
    private final PoolSettings settings;
    private final CoordinatorControls controls;
    private final Thread killOnExit;

    /// On which its workers are heard and all is decided; empty when they are heard elsewhere.
    private final Optional<TransportThread> transport;

    private final Optional<KeptWork> kept;

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // Guarded by this monitor.
    private boolean closing;

    private ProcessPool(
            PoolSpec spec,
            PoolOptions options,
            DispatchOptions dispatch,
            Optional<TransportThread> transport,
            Optional<KeptWork> kept,
            Function<WorkerListener, Workforce> opener) {
        this.spec = spec;
        this.options = options;
        this.transport = transport;
        this.kept = kept;
        coordinator = coordinator(dispatch);
        kept.ifPresent(work -> work.begin(coordinator));
        try {
            workforce = opener.apply(coordinator.inbox());
        } catch (RuntimeException e) {
            coordinator.close();
            transport.ifPresent(TransportThread::close);
            kept.ifPresent(KeptWork::close);
            throw e;
        }
        fleet = new WorkerFleet(workforce, coordinator, new Gone());
        singles = coordinator.gathering(workforce::requireRunnable, options.speculate());
        settings = settings(spec, dispatch);
        controls =
                coordinator.controls(
                        "the pool " + spec, possible(spec.kind()), settings, fleet::kill);
        // Workers notice the end of this process by themselves; this only makes it quicker.
        killOnExit = Thread.ofPlatform().name("pool-kill-on-exit").unstarted(fleet::killAll);
    }

    /// The processes of Python make their threads, and know how long a chunk may be, when they
    /// start.
    private static Set<Change.Kind> possible(PoolSpec.Kind kind) {
        return kind.isPython()
                ? EnumSet.of(Change.Kind.CHUNK_JOBS, Change.Kind.KILL, Change.Kind.CANCEL)
                : EnumSet.allOf(Change.Kind.class);
    }

    private static PoolSettings settings(PoolSpec spec, DispatchOptions dispatch) {
        return new PoolSettings(
                spec.stoves().count(),
                spec.kind() instanceof PoolSpec.Kind.Processes(int _, int threads)
                        ? OptionalInt.of(threads)
                        : spec.kind().slots(),
                OptionalInt.of(dispatch.prefetch()),
                OptionalInt.empty());
    }

    private Coordinator coordinator(DispatchOptions dispatch) {
        Supply supply = new Supply();
        return transport
                .map(thread ->
                        Coordinator.start(
                                dispatch,
                                options.resources(),
                                options.events(),
                                supply,
                                kept.map(work -> work.keeping(this::endEverything)),
                                thread.tasks()))
                .orElseGet(() ->
                        Coordinator.start(dispatch, options.resources(), options.events(), supply));
    }

    /// Nobody else has the coordinator that could tell. Its workers are of no use any more; told
    /// that their coordinator is gone, each would print why, beside the one line that says it.
    private void endEverything(String why) {
        fleet.killAll();
        fleet.stop();
        coordinator.post(() -> coordinator.endEverything(why));
    }

    /// Spawns worker JVMs and returns when all have joined.
    ///
    /// @throws IllegalStateException when they cannot be had, in one line
    static ProcessPool open(PoolSpec spec, PoolSpec.Kind.Processes kind, PoolOptions options) {
        return open(spec, kind, options, KeptWork::open);
    }

    /// The same.
    ///
    /// @param journals opens a journal
    static ProcessPool open(
            PoolSpec spec,
            PoolSpec.Kind.Processes kind,
            PoolOptions options,
            Function<PoolJournal, KeptWork> journals) {
        // Before the time of opening begins: it is paid once for many pools.
        WorkerCommand command =
                Rehearsal.prepare(
                        WorkerCommand.of(kind, options.recipeJars(), options.workerHeap()));
        DispatchOptions dispatch =
                DispatchOptions.DEFAULTS
                        .withPrefetch(options.prefetch())
                        .withResources(options.resources());
        long began = System.nanoTime();
        Optional<KeptWork> kept = options.journal().map(journals);
        return open(
                began,
                spec,
                options,
                kept.map(work -> dispatch.withFirstLease(work.firstLease())).orElse(dispatch),
                kept,
                (inbox, transport) ->
                        JvmWorkforce.open(
                                command,
                                kind,
                                spec.stoves(),
                                options.workerSpeeds(),
                                transport,
                                Workforce.LEAVE_LIMIT,
                                _ -> {},
                                inbox));
    }

    /// Spawns worker JVMs that are heard on the thread on which all is decided, and returns when
    /// all have joined.
    ///
    /// @param opener opens their way to the coordinator, whom it tells what they say on that thread
    /// @throws IllegalStateException when they cannot be had, in one line
    static ProcessPool open(
            PoolSpec spec,
            PoolOptions options,
            DispatchOptions dispatch,
            BiFunction<WorkerListener, TransportThread, Workforce> opener) {
        return open(System.nanoTime(), spec, options, dispatch, Optional.empty(), opener);
    }

    private static ProcessPool open(
            long began,
            PoolSpec spec,
            PoolOptions options,
            DispatchOptions dispatch,
            Optional<KeptWork> kept,
            BiFunction<WorkerListener, TransportThread, Workforce> opener) {
        TransportThread transport = new TransportThread();
        return new ProcessPool(
                        spec,
                        options,
                        dispatch,
                        Optional.of(transport),
                        kept,
                        inbox -> opener.apply(inbox, transport))
                .open(began);
    }

    /// Spawns workers that are heard elsewhere, and returns when all have joined.
    ///
    /// @param opener opens their way to the coordinator, whom it tells what they say
    /// @throws IllegalStateException when they cannot be had, in one line
    static ProcessPool open(
            PoolSpec spec,
            PoolOptions options,
            DispatchOptions dispatch,
            Function<WorkerListener, Workforce> opener) {
        long began = System.nanoTime();
        return new ProcessPool(spec, options, dispatch, Optional.empty(), Optional.empty(), opener)
                .open(began);
    }

    private ProcessPool open(long began) {
        start();
        long now = System.nanoTime();
        options.events()
                .accept(
                        new RunEvent.PoolReady(
                                now, spec.toString(), spec.kind().slots().orElse(0), now - began));
        // Nobody has the pool yet who could have changed it.
        options.events().accept(new RunEvent.SettingsChanged(now, settings));
        return this;
    }

    private void start() {
        try {
            Runtime.getRuntime().addShutdownHook(killOnExit);
            coordinator.post(fleet::start);
            fleet.ready().get();
        } catch (ExecutionException e) {
            Optional<String> unwritable = kept.flatMap(KeptWork::failure);
            closeNow();
            if (unwritable.isPresent()) {
                throw new IllegalStateException(unwritable.get(), e);
            }
            throw e.getCause() instanceof IllegalStateException reason
                    ? reason
                    : new IllegalStateException("the pool " + spec + " cannot be opened", e);
        } catch (InterruptedException e) {
            closeNow();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "opening the pool " + spec + " must not be interrupted, was", e);
        }
    }

    @Override
    public PoolSpec spec() {
        return spec;
    }

    @Override
    public RecipeBook recipes() {
        return options.recipes();
    }

    @Override
    public PoolControls controls() {
        return controls;
    }

    @Override
    public RunningBatch start(Batch batch, BatchListener listener) {
        workforce.requireRunnable(batch.recipe());
        return kept.isPresent()
                ? kept.get().start(coordinator, batch, options.speculate(), listener)
                : coordinator.submit(batch, options.speculate(), listener);
    }

    @Override
    public JobFuture submit(String recipe, Object... arguments) {
        return singles.submit(recipes().get(recipe), Arrays.asList(arguments));
    }

    @Override
    public void close() {
        if (coordinator.isDelivering()) {
            closeElsewhere(this::close);
            return;
        }
        if (!beginClosing()) {
            awaitClosed();
            return;
        }
        boolean interrupted = false;
        try {
            boolean _ = coordinator.awaitIdle(FOR_EVER);
        } catch (InterruptedException e) {
            interrupted = true;
            kept.ifPresent(KeptWork::cutOff);
            coordinator.cancelAll();
            interrupted |= awaitCancelled();
        }
        coordinator.post(fleet::stop);
        coordinator.workers().drainAll("the pool is closed");
        interrupted |= awaitEmptyFleet();
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void closeNow() {
        if (coordinator.isDelivering()) {
            closeElsewhere(this::closeNow);
            return;
        }
        coordinator.refuseBatches();
        kept.ifPresent(KeptWork::cutOff);
        coordinator.cancelAll();
        boolean first = beginClosing();
        boolean interrupted = awaitCancelled();
        coordinator.post(fleet::stop);
        fleet.killAll();
        if (first) {
            interrupted |= awaitEmptyFleet();
            end();
        } else {
            awaitClosed();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the caller is the one who closes the pool.
    private synchronized boolean beginClosing() {
        coordinator.refuseBatches();
        boolean first = !closing;
        closing = true;
        return first;
    }

    /// Who hears of outcomes cannot wait for the last of them: the pool closes behind it.
    private void closeElsewhere(Runnable closing) {
        coordinator.refuseBatches();
        var _ = Thread.ofPlatform().name(spec + "-closer").start(closing);
    }

    /// Waits a little for the outcomes of what was cancelled; whether the caller was interrupted.
    private boolean awaitCancelled() {
        try {
            if (!coordinator.awaitIdle(workforce.leaveLimit())) {
                LOG.warn("cancelled jobs did not end in time limit={}", workforce.leaveLimit());
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /// Waits until every process has ended, and kills those that take too long; whether the caller
    /// was interrupted, which only makes it quicker.
    private boolean awaitEmptyFleet() {
        boolean interrupted = !awaitFleet();
        if (!fleet.empty().isDone()) {
            fleet.killAll();
            interrupted |= !awaitFleet();
        }
        return interrupted;
    }

    /// Whether the caller was not interrupted.
    private boolean awaitFleet() {
        try {
            fleet.empty().get(workforce.leaveLimit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("workers did not leave in time limit={}", workforce.leaveLimit());
        } catch (InterruptedException e) {
            return false;
        }
        return true;
    }

    private void end() {
        controls.close();
        workforce.close();
        coordinator.close();
        transport.ifPresent(TransportThread::close);
        kept.ifPresent(KeptWork::close);
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(killOnExit);
        } catch (IllegalStateException e) {
            LOG.debug("this JVM ends, so the hook stays", e);
        }
        options.events().accept(new RunEvent.PoolClosed(System.nanoTime()));
        closed.complete(null);
    }

    private void awaitClosed() {
        closed.join();
    }

    /// What the coordinator wants of its workers' processes.
    private final class Supply implements WorkerSupply {

        @Override
        public Admittance admit(WorkerHello hello, Predicate<String> isTaken) {
            String name = hello.wantedName();
            // Whatever the recipe, they are asked: what they say about one that they lack helps.
            return fleet.expects(name)
                    ? new Admittance.As(name, Set.of())
                    : new Admittance.Refused(
                            "a worker must be one that this pool started, was \"%s\""
                                    .formatted(name));
        }

        @Override
        public void joined(String worker) {
            fleet.joined(worker);
        }

        @Override
        public void used(String worker) {
            fleet.used(worker);
        }

        @Override
        public void draining(String worker) {
            fleet.draining(worker);
        }

        @Override
        public void left(String worker) {
            fleet.left(worker);
        }

        @Override
        public void streamBroke(String worker, String why) {
            fleet.streamBroke(worker, why);
        }

        @Override
        public void cameBack(String worker) {
            throw new AssertionError("a spawned worker has no instance, so it never comes back");
        }

        @Override
        public void givenUp(String worker, String why) {
            fleet.givenUp(worker, why);
        }

        @Override
        public void notNeeded() {
            fleet.stop();
        }
    }

    /// What the fleet has to tell the coordinator.
    private final class Gone implements FleetListener {

        @Override
        public void gone(String worker, String lastWords) {
            coordinator.workers().gone(worker, lastWords);
        }

        @Override
        public void dismissed(String worker) {
            coordinator.workers().dismissed(worker);
        }

        @Override
        public void gaveUp(String reason) {
            coordinator.workers().unavailable(reason);
        }
    }
}
