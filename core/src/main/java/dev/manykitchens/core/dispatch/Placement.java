package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.BiConsumer;

/// Who gets what: matches batches that have work with workers that have room.
///
/// ```
/// batches                                     workers
/// lonely (jobs that need a worker alone)  ──▶ idle, else one is reserved until it is
/// ready  (chunks)                         ──▶ free   a thread has nothing to do
/// eager  (chunks of short jobs)           ──▶ spare  all threads busy, a chunk may wait
/// ```
///
/// Batches take turns; `refresh` enters a worker or batch where it belongs after any change to it.
final class Placement {

    private final SequencedSet<BatchQueue> lonely = new LinkedHashSet<>();
    private final SequencedSet<BatchQueue> ready = new LinkedHashSet<>();
    private final SequencedSet<BatchQueue> eager = new LinkedHashSet<>();

    private final SequencedSet<WorkerEntry> idle = new LinkedHashSet<>();
    private final FreeSlots free = new FreeSlots();
    private final FreeSlots spare = new FreeSlots();

    private final SequencedSet<WorkerEntry> reserved = new LinkedHashSet<>();
    private long reservedAt;

    private final DispatchOptions options;
    private final Workers workers;
    private final Leases leases;
    private final ListeningClock clock;
    private final Outbox out;

    Placement(
            DispatchOptions options,
            Workers workers,
            Leases leases,
            ListeningClock clock,
            Outbox out) {
        this.options = options;
        this.workers = workers;
        this.leases = leases;
        this.clock = clock;
        this.out = out;
    }

    /// Enters a worker where it belongs.
    void refresh(WorkerEntry worker) {
        if (worker.isReserved() && worker.state() != WorkerState.ACTIVE) {
            reserved.remove(worker);
            worker.reserve(false);
        }
        if (worker.canHost()) {
            idle.add(worker);
        } else {
            idle.remove(worker);
        }
        int threads = worker.freeThreads();
        int room = worker.roomToWait(options.prefetch());
        if (threads > 0) {
            free.put(worker, threads);
        } else if (room > 0) {
            spare.put(worker, room);
        } else {
            worker.place().leave();
        }
    }

    /// Enters a batch where it belongs.
    void refresh(BatchQueue batch) {
        enter(lonely, batch, batch.queuedAlone() > 0);
        enter(ready, batch, batch.queued() > 0);
        enter(eager, batch, mayWait(batch));
    }

    /// Gives out whatever can be given out.
    void run() {
        giveLonely();
        while (!ready.isEmpty() && !free.isEmpty()) {
            giveChunk(ready.getFirst(), free.best());
        }
        while (!eager.isEmpty() && !spare.isEmpty()) {
            BatchQueue batch = eager.getFirst();
            if (mayWait(batch)) {
                giveChunk(batch, spare.best());
            } else {
                eager.removeFirst();
            }
        }
    }

    private void giveLonely() {
        while (!lonely.isEmpty() && !idle.isEmpty()) {
            BatchQueue batch = lonely.getFirst();
            give(idle.getFirst(), batch, batch.takeAlone());
        }
        if (lonely.isEmpty()) {
            while (!reserved.isEmpty()) {
                WorkerEntry worker = reserved.removeFirst();
                worker.reserve(false);
                refresh(worker);
            }
        } else if (!(free.isEmpty() && spare.isEmpty()) && isTimeToReserve()) {
            WorkerEntry worker = (free.isEmpty() ? spare : free).best();
            reservedAt = clock.listened();
            reserved.add(worker);
            worker.reserve(true);
            refresh(worker);
        }
    }

    /// One worker is kept free until it has nothing left; when that takes long, another one too, so
    /// that a single job that never ends cannot hold up the jobs that need a worker of their own.
    private boolean isTimeToReserve() {
        return reserved.isEmpty()
                || clock.listened() - reservedAt >= options.leaseDuration().toNanos();
    }

    private void giveChunk(BatchQueue batch, WorkerEntry worker) {
        int size = batch.sizer().size(batch.queued(), Math.max(1, workers.activeThreads()));
        give(worker, batch, batch.take(size));
    }

    private void give(WorkerEntry worker, BatchQueue batch, Range chunk) {
        if (worker.isReserved()) {
            reserved.remove(worker);
            worker.reserve(false);
        }
        Lease lease = leases.open(worker, batch, chunk, clock.listened());
        out.add(
                new Command.Assign(
                        worker.name(),
                        lease.number(),
                        batch.number(),
                        chunk.first(),
                        chunk.count(),
                        chunk.attempt()));
        out.announce(
                new RunEvent.ChunkAssigned(
                        clock.now(),
                        lease.number(),
                        worker.name(),
                        batch.number(),
                        chunk.first(),
                        chunk.count()));
        refresh(worker);
        refresh(batch);
        toTheEnd(lonely, batch);
        toTheEnd(ready, batch);
        toTheEnd(eager, batch);
    }

    /// Checks that everything stands where it belongs and that nothing waits that could be given
    /// out.
    void check(
            Collection<WorkerEntry> everybody,
            Collection<BatchQueue> batches,
            BiConsumer<Boolean, String> require) {
        for (WorkerEntry worker : everybody) {
            String name = worker.name();
            require.accept(worker.canHost() == idle.contains(worker), name + " is idle or not");
            require.accept(
                    worker.isReserved() == reserved.contains(worker), name + " is reserved or not");
            boolean thread = worker.freeThreads() > 0;
            boolean room = !thread && worker.roomToWait(options.prefetch()) > 0;
            require.accept(thread == worker.place().isIn(free), name + " has a free thread or not");
            require.accept(room == worker.place().isIn(spare), name + " has spare room or not");
        }
        for (BatchQueue batch : batches) {
            String name = "batch " + batch.number();
            require.accept(
                    (batch.queued() > 0) == ready.contains(batch), name + " has work or not");
            require.accept(
                    (batch.queuedAlone() > 0) == lonely.contains(batch),
                    name + " has work for a worker alone or not");
        }
        require.accept(batches.containsAll(ready), "work to give belongs to unfinished batches");
        require.accept(batches.containsAll(lonely), "lonely work belongs to unfinished batches");
        require.accept(batches.containsAll(eager), "eager work belongs to unfinished batches");
        require.accept(everybody.containsAll(idle), "idle workers are here");
        require.accept(everybody.containsAll(reserved), "reserved workers are here");
        require.accept(ready.isEmpty() || free.isEmpty(), "no work waits while a thread is free");
        require.accept(lonely.isEmpty() || idle.isEmpty(), "no work waits while a worker is idle");
        require.accept(
                !lonely.isEmpty() || reserved.isEmpty(),
                "nobody is reserved when nothing needs it");
    }

    /// Jobs that a worker died under, or that have no second attempt, never wait at a worker: its
    /// death would count for them.
    private boolean mayWait(BatchQueue batch) {
        return options.prefetch() > 0
                && batch.queued() > 0
                && batch.attempts() > 1
                && !batch.nextIsSolo()
                && batch.sizer().mayWait(batch.queued(), Math.max(1, workers.activeThreads()));
    }

    private static void enter(SequencedSet<BatchQueue> batches, BatchQueue batch, boolean belongs) {
        if (belongs) {
            batches.add(batch);
        } else {
            batches.remove(batch);
        }
    }

    private static void toTheEnd(SequencedSet<BatchQueue> batches, BatchQueue batch) {
        if (batches.size() > 1 && batches.contains(batch)) {
            batches.addLast(batch);
        }
    }
}
