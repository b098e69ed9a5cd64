package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.DrainAnswer;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.RunEvent;

import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/// The levers of a coordinator: every change is made on its loop, between two decisions.
/// Thread-safe.
public final class CoordinatorControls implements PoolControls {

    private static final String ASKED = "somebody asked for it";

    private final String pool;
    private final Set<Change.Kind> possible;
    private final Coordinator coordinator;
    private final DispatchDriver driver;
    private final Predicate<String> killer;

    /// Confined to the loop.
    private PoolSettings settings;

    /// Guarded by this monitor.
    private boolean closed;

    /// @param pool whose they are, for people
    /// @param settings how it is set at first
    /// @param killer kills the process of a worker, on the loop; whether there is such a one
    CoordinatorControls(
            String pool,
            Set<Change.Kind> possible,
            PoolSettings settings,
            Coordinator coordinator,
            DispatchDriver driver,
            Predicate<String> killer) {
        this.pool = pool;
        this.possible = Set.copyOf(possible);
        this.settings = settings;
        this.coordinator = coordinator;
        this.driver = driver;
        this.killer = killer;
    }

    @Override
    public Set<Change.Kind> possible() {
        return possible;
    }

    @Override
    public void make(Change change) {
        PoolControls.requirePossible(change, possible, pool);
        CompletableFuture<Void> made = new CompletableFuture<>();
        synchronized (this) {
            requireOpen();
            // What was posted before the loop is closed is still run.
            coordinator.onLoop(() -> carryOut(change, made));
        }
        try {
            made.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
            throw new IllegalStateException(pool + " failed at a change, please report this", e);
        }
    }

    private void requireOpen() {
        if (closed || coordinator.broken().isDone()) {
            throw new IllegalStateException(pool + " is closed; open another one");
        }
    }

    private void carryOut(Change change, CompletableFuture<Void> made) {
        try {
            carryOut(change);
            made.complete(null);
        } catch (IllegalArgumentException refused) {
            made.completeExceptionally(refused);
        } catch (RuntimeException | Error failure) {
            made.completeExceptionally(failure);
            throw failure;
        }
    }

    private void carryOut(Change change) {
        switch (change) {
            case Change.SetStoves(OptionalInt count) -> {
                driver.adjustments().setStoves(count);
                set(settings.withStoves(count));
            }
            case Change.SetThreads(int count) -> {
                driver.adjustments().setThreads(count);
                set(settings.withThreads(count));
            }
            case Change.SetPrefetch(int chunks) -> {
                driver.adjustments().setPrefetch(chunks);
                set(settings.withPrefetch(chunks));
            }
            case Change.SetChunkJobs(OptionalInt most) -> {
                driver.adjustments().setChunkJobs(most);
                set(settings.withChunkJobs(most));
            }
            case Change.DrainWorker(String worker) -> {
                requireHere(worker, "drained");
                if (coordinator.workers().drain(worker, pool, ASKED)
                        instanceof DrainAnswer.Refused(String reason)) {
                    throw new IllegalArgumentException(reason);
                }
            }
            case Change.KillWorker(String worker) -> {
                requireHere(worker, "killed");
                if (!killer.test(worker)) {
                    throw new IllegalArgumentException(
                            "a worker must be within reach to be killed, %s of %s is not: its process ends or its stream is broken, or it is of a build that cannot be told"
                                    .formatted(worker, pool));
                }
                driver.membership().markKilled(worker);
            }
            case Change.CancelBatch(long batch) -> {
                if (driver.openJobs(batch).isEmpty()) {
                    throw new IllegalArgumentException(
                            "a batch must be unfinished to be cancelled, number %d of %s is not (any more)"
                                    .formatted(batch, pool));
                }
                driver.cancel(batch);
            }
        }
    }

    private void requireHere(String worker, String what) {
        if (!driver.roster().isKnown(worker)) {
            throw new IllegalArgumentException(
                    "a worker must be here to be %s, %s has none named %s"
                            .formatted(what, pool, worker));
        }
    }

    private void set(PoolSettings now) {
        settings = now;
        tell();
    }

    /// Tells how the pool is set. On the loop.
    public void tell() {
        driver.tell(new RunEvent.SettingsChanged(coordinator.now(), settings));
    }

    /// Changes nothing any more. Before the coordinator is closed.
    public synchronized void close() {
        closed = true;
    }
}
