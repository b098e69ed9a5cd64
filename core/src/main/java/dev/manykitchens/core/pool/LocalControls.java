package dev.manykitchens.core.pool;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.engine.Engine;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.stove.Stove;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/// The levers of a pool inside this JVM. Thread-safe.
///
/// | kind of pool | its stoves | its threads |
/// |---|---|---|
/// | `threads`, `hybrid` | yes | those that run jobs, those that compute |
/// | `virtual:N` | yes | how many at once |
/// | `virtual`, `async`, `forkjoin` | yes | no: no number, one loop, a number that stealing is built on |
/// | `sequential` | no: nobody is there to wait for one | no |
final class LocalControls implements PoolControls {

    private final PoolSpec spec;
    private final Set<Change.Kind> possible;
    private final Engine engine;
    private final Stove stove;
    private final LongPredicate batchCanceller;
    private final EventSink sink;

    /// Held while something is changed and told.
    private final ReentrantLock changing = new ReentrantLock();

    // Guarded by the lock.
    private PoolSettings settings;
    private boolean closed;

    /// @param batchCanceller cancels a batch, or a single job, by its number; whether it was
    ///   unfinished
    LocalControls(
            PoolSpec spec,
            Engine engine,
            Stove stove,
            LongPredicate batchCanceller,
            EventSink sink) {
        this.spec = spec;
        this.possible = possible(spec.kind());
        this.engine = engine;
        this.stove = stove;
        this.batchCanceller = batchCanceller;
        this.sink = sink;
        this.settings =
                new PoolSettings(
                        spec.stoves().count(),
                        threads(spec.kind()),
                        OptionalInt.empty(),
                        OptionalInt.empty());
    }

    private static Set<Change.Kind> possible(PoolSpec.Kind kind) {
        EnumSet<Change.Kind> kinds = EnumSet.of(Change.Kind.CANCEL);
        switch (kind) {
            case PoolSpec.Kind.Threads _, PoolSpec.Kind.Hybrid _ -> {
                kinds.add(Change.Kind.STOVES);
                kinds.add(Change.Kind.THREADS);
            }
            case PoolSpec.Kind.Virtual(OptionalInt limit) -> {
                kinds.add(Change.Kind.STOVES);
                limit.ifPresent(_ -> kinds.add(Change.Kind.THREADS));
            }
            case PoolSpec.Kind.ForkJoin _, PoolSpec.Kind.Async _ -> kinds.add(Change.Kind.STOVES);
            case PoolSpec.Kind.Sequential _,
                    PoolSpec.Kind.Processes _,
                    PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ -> {}
        }
        return Set.copyOf(kinds);
    }

    private static OptionalInt threads(PoolSpec.Kind kind) {
        return kind instanceof PoolSpec.Kind.Hybrid(int size) ? OptionalInt.of(size) : kind.slots();
    }

    @Override
    public Set<Change.Kind> possible() {
        return possible;
    }

    @Override
    public void make(Change change) {
        PoolControls.requirePossible(change, possible, "the pool " + spec);
        if (change instanceof Change.CancelBatch(long batch)) {
            // Not under the lock: whoever hears of its jobs may want it.
            cancel(batch);
            return;
        }
        changing.lock();
        try {
            requireOpen();
            settings = made(change);
            sink.accept(
                    new RunEvent.WorkerResized(
                            System.nanoTime(),
                            LocalPool.WORKER,
                            slots(),
                            settings.stoves().orElse(0)));
            tell();
        } finally {
            changing.unlock();
        }
    }

    /// Under the lock.
    private PoolSettings made(Change change) {
        return switch (change) {
            case Change.SetStoves(OptionalInt count) -> {
                count.ifPresentOrElse(stove::resize, stove::removeLimit);
                yield settings.withStoves(count);
            }
            case Change.SetThreads(int count) -> {
                engine.resize(count);
                yield settings.withThreads(count);
            }
            case Change.SetPrefetch _,
                    Change.SetChunkJobs _,
                    Change.DrainWorker _,
                    Change.KillWorker _,
                    Change.CancelBatch _ ->
                    throw new AssertionError("a change that is not possible was refused before");
        };
    }

    /// How many jobs can run at once; 0 when nothing limits them.
    private int slots() {
        return spec.kind().slots().isPresent() ? settings.threads().orElse(0) : 0;
    }

    private void cancel(long batch) {
        changing.lock();
        try {
            requireOpen();
        } finally {
            changing.unlock();
        }
        if (!batchCanceller.test(batch)) {
            throw new IllegalArgumentException(
                    "a batch must be unfinished to be cancelled, number %d of the pool %s is not (any more)"
                            .formatted(batch, spec));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw LocalPool.closedAlready(spec);
        }
    }

    /// Tells how the pool is set.
    void tell() {
        changing.lock();
        try {
            sink.accept(new RunEvent.SettingsChanged(System.nanoTime(), settings));
        } finally {
            changing.unlock();
        }
    }

    /// Changes nothing any more.
    void close() {
        changing.lock();
        try {
            closed = true;
        } finally {
            changing.unlock();
        }
    }
}
