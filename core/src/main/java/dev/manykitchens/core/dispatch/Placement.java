package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Who gets what: matches batches that have work with workers that have room.
///
/// ```
/// batches                                     workers
/// lonely (jobs that need a worker alone)  ──▶ idle, else one is reserved until it is
/// ready  (chunks)                         ──▶ a thread has nothing to do
/// eager  (chunks of short jobs)           ──▶ all threads busy, a chunk may wait; none that is less
///                                             urgent than one of the same submitter in ready
/// late   (jobs to copy)                   ──▶ a thread has nothing to do and nobody else wants it
/// ```
///
/// Submitters take turns, and so do the batches of each that have its highest priority; `refresh`
/// enters a worker or batch where it belongs after any change to it.
final class Placement {

    private final Matching lonely;
    private final Matching hosts;
    private final Matching ready = new Matching(1, WorkerEntry::freeThreads, false);
    private final Matching eager;
    private final Matching late;
    private final List<Matching> all;

    private final Speculation speculation;
    private final SequencedSet<WorkerEntry> reserved = new LinkedHashSet<>();
    private long reservedAt;
    private long turns;

    private final DispatchOptions options;
    private final Tuning tuning;
    private final Workers workers;
    private final Leases leases;
    private final ListeningClock clock;
    private final Outbox out;

    Placement(
            DispatchOptions options,
            Tuning tuning,
            Workers workers,
            Leases leases,
            ListeningClock clock,
            Outbox out) {
        this.options = options;
        this.tuning = tuning;
        this.workers = workers;
        this.leases = leases;
        this.clock = clock;
        this.out = out;
        lonely = new Matching(0, worker -> worker.canHost() ? 1 : 0, this::withRoom);
        late = new Matching(2, WorkerEntry::freeThreads, this::withRoom);
        hosts = new Matching(3, this::roomToReserve, this::withRoom);
        eager = new Matching(4, this::roomToWait, true);
        all = List.of(lonely, hosts, ready, eager, late);
        speculation = new Speculation(ready, late, clock);
    }

    /// Takes in a new batch: it comes behind those that are there.
    void began(BatchQueue batch) {
        batch.begin(++turns);
        refresh(batch);
    }

    /// Enters a worker where it belongs.
    void refresh(WorkerEntry worker) {
        if (worker.isReserved() && worker.state() != WorkerState.ACTIVE) {
            reserved.remove(worker);
            worker.reserve(false);
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).refresh(worker);
        }
        if (worker.freeThreads() > 0) {
            speculation.roomGained();
        }
    }

    /// Those with a thread free, then those with room to wait, as they stand there: who has neither
    /// has room for nothing.
    private List<WorkerEntry> withRoom() {
        List<WorkerEntry> all = new ArrayList<>();
        ready.addAllTo(all);
        eager.addAllTo(all);
        return all;
    }

    /// Enters a batch where it belongs.
    void refresh(BatchQueue batch) {
        lonely.enter(batch, batch.queuedAlone() > 0);
        hosts.enter(batch, batch.queuedAlone() > 0);
        ready.enter(batch, batch.queued() > 0);
        Submitter submitter = batch.lane().submitter();
        if (submitter.noteWaiting(batch)) {
            eager.reconsider(submitter);
        }
        eager.enter(batch, mayWait(batch));
        speculation.refresh(batch);
    }

    /// Sees to it that a worker is in the crew of a submitter whose lease it is to have again.
    ///
    /// @return whether it may have it
    boolean restore(WorkerEntry worker, Submitter submitter) {
        Crew crew = submitter.crew();
        if (crew != null) {
            if (!crew.has(worker) && crew.isFull()) {
                return false;
            }
            prepare(worker, submitter);
            crew.took(worker);
        }
        return true;
    }

    /// Enters a submitter where it belongs, after its crew was given leases that it had.
    void restored(Submitter submitter) {
        if (submitter.crew() != null) {
            all.forEach(matching -> matching.reconsider(submitter));
        }
    }

    /// Takes in that a submitter is paused, or is not any more.
    void paused(Submitter submitter) {
        for (Matching matching : all) {
            if (submitter.isPaused()) {
                matching.reconsider(submitter);
            } else {
                matching.resumed(submitter);
            }
        }
    }

    /// Takes in that a lease has ended.
    void closed(Lease lease) {
        WorkerEntry worker = lease.worker();
        refresh(worker);
        Submitter submitter = lease.batch().lane().submitter();
        Crew crew = submitter.crew();
        if (crew != null) {
            if (crew.released(worker)) {
                left(worker, submitter);
            } else {
                all.forEach(matching -> matching.reconsider(submitter));
            }
        }
        refresh(lease.batch());
    }

    /// Takes in that a worker drains: it leaves its crews as soon as it has nothing of theirs.
    void drains(WorkerEntry worker) {
        refresh(worker);
        for (Submitter submitter : List.copyOf(worker.crews())) {
            Crew crew = submitter.crew();
            if (crew != null && crew.part(worker)) {
                left(worker, submitter);
            } else {
                crewChanged(submitter);
            }
        }
    }

    /// Takes in that a worker is gone.
    void gone(WorkerEntry worker) {
        refresh(worker);
        for (Submitter submitter : List.copyOf(worker.crews())) {
            dismiss(worker, submitter);
        }
        all.forEach(matching -> matching.forget(worker));
    }

    /// Takes in that a submitter is gone, all of whose batches have ended.
    void gone(Submitter submitter) {
        Crew crew = submitter.crew();
        if (crew != null) {
            List.copyOf(crew.members()).forEach(worker -> dismiss(worker, submitter));
        }
    }

    private void dismiss(WorkerEntry worker, Submitter submitter) {
        Crew crew = submitter.crew();
        if (crew != null) {
            crew.dismiss(worker);
        }
        left(worker, submitter);
    }

    private void left(WorkerEntry worker, Submitter submitter) {
        worker.crews().remove(submitter);
        all.forEach(matching -> matching.left(worker, submitter));
        crewChanged(submitter);
    }

    private void crewChanged(Submitter submitter) {
        submitter.lanes().forEach(Lane::crewChanged);
        all.forEach(matching -> matching.crewChanged(submitter));
    }

    /// Gives out whatever can be given out.
    void run() {
        do {
            giveAll();
            // Somebody else may have taken the last place in the crew that a worker is kept for.
        } while (release());
    }

    private void giveAll() {
        giveLonely();
        for (Matching.Match next = ready.next(); next != null; next = ready.next()) {
            giveChunk(next);
        }
        for (Matching.Match next = eager.next(); next != null; next = eager.next()) {
            if (mayWait(next.batch())) {
                giveChunk(next);
            } else {
                eager.enter(next.batch(), false);
            }
        }
        for (Speculation.Copy copy = speculation.next(); copy != null; copy = speculation.next()) {
            give(copy);
        }
    }

    /// When a call is needed although nothing happens; `Long.MAX_VALUE` when none is.
    long dueAt() {
        return speculation.dueAt();
    }

    /// How often something was looked at to find who gets what.
    long tries() {
        return all.stream().mapToLong(Matching::tries).sum();
    }

    private void giveLonely() {
        for (Matching.Match next = lonely.next(); next != null; next = lonely.next()) {
            give(next.worker(), next.batch(), next.batch().takeAlone());
        }
        release();
        Matching.Match next = isTimeToReserve() ? hosts.next() : null;
        if (next != null) {
            WorkerEntry worker = next.worker();
            reservedAt = clock.listened();
            reserved.add(worker);
            worker.reserve(true);
            refresh(worker);
        }
    }

    /// Keeps no worker any more that nothing needs which waits; whether there was one.
    private boolean release() {
        if (reserved.isEmpty()) {
            return false;
        }
        boolean any = false;
        for (WorkerEntry worker : List.copyOf(reserved)) {
            if (!lonely.wants(worker)) {
                reserved.remove(worker);
                worker.reserve(false);
                refresh(worker);
                any = true;
            }
        }
        return any;
    }

    /// One worker is kept free until it has nothing left; when that takes long, another one too, so
    /// that a single job that never ends cannot hold up the jobs that need a worker of their own.
    private boolean isTimeToReserve() {
        return reserved.isEmpty()
                || clock.listened() - reservedAt >= options.leaseDuration().toNanos();
    }

    /// Who has a thread free is reserved sooner than who has only room to wait.
    private int roomToReserve(WorkerEntry worker) {
        int threads = worker.freeThreads();
        return threads > 0
                ? FreeSlots.MOST / 2 + threads
                : Math.min(roomToWait(worker), FreeSlots.MOST / 2);
    }

    private int roomToWait(WorkerEntry worker) {
        return worker.freeThreads() > 0 ? 0 : worker.roomToWait(tuning.prefetch());
    }

    private void giveChunk(Matching.Match match) {
        BatchQueue batch = match.batch();
        int jobs = Math.min(batch.nextChunk(slots(batch)), tuning.mostJobs());
        give(match.worker(), batch, batch.take(jobs));
    }

    private void give(WorkerEntry worker, BatchQueue batch, Range chunk) {
        prepare(worker, batch);
        Lease lease = leases.open(worker, batch, chunk, clock.listened());
        assign(lease);
        if (out.tellsProgress()) {
            out.announce(
                    new RunEvent.ChunkAssigned(
                            clock.now(),
                            lease.number(),
                            worker.name(),
                            batch.number(),
                            chunk.first(),
                            chunk.count()));
        }
        gave(lease);
    }

    private void give(Speculation.Copy copy) {
        WorkerEntry worker = copy.worker();
        BatchQueue batch = copy.original().batch();
        prepare(worker, batch);
        Lease lease = leases.openCopy(worker, copy.original(), copy.job(), clock.listened());
        assign(lease);
        out.announce(
                new RunEvent.JobsCopied(
                        clock.now(), lease.number(), worker.name(), batch.number(), copy.job(), 1));
        gave(lease);
    }

    /// Sees to it that the worker is in the crew, and reserved no more.
    private void prepare(WorkerEntry worker, BatchQueue batch) {
        if (worker.isReserved()) {
            reserved.remove(worker);
            worker.reserve(false);
        }
        prepare(worker, batch.lane().submitter());
    }

    private void prepare(WorkerEntry worker, Submitter submitter) {
        Crew crew = submitter.crew();
        if (crew == null || crew.has(worker)) {
            return;
        }
        if (crew.isFull()) {
            crew.unoccupied().ifPresent(member -> dismiss(member, submitter));
        }
        crew.admit(worker);
        worker.crews().add(submitter);
        crewChanged(submitter);
    }

    private void assign(Lease lease) {
        Range chunk = lease.chunk();
        out.add(
                new Command.Assign(
                        lease.worker().name(),
                        lease.number(),
                        lease.batch().number(),
                        chunk.first(),
                        chunk.count(),
                        chunk.attempt(),
                        lease.worker().line()));
    }

    private void gave(Lease lease) {
        BatchQueue batch = lease.batch();
        Submitter submitter = batch.lane().submitter();
        Crew crew = submitter.crew();
        if (crew != null) {
            crew.took(lease.worker());
            all.forEach(matching -> matching.reconsider(submitter));
        }
        refresh(lease.worker());
        refresh(batch);
        batch.takeTurn(++turns);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).hadTurn(batch);
        }
    }

    /// Checks that everything stands where it belongs and that nothing waits that could be given
    /// out.
    void check(
            Collection<WorkerEntry> everybody,
            Collection<BatchQueue> batches,
            BiConsumer<Boolean, Supplier<String>> require) {
        for (WorkerEntry worker : everybody) {
            require.accept(
                    worker.isReserved() == reserved.contains(worker),
                    () -> worker.name() + " is reserved or not");
        }
        for (BatchQueue batch : batches) {
            String name = "batch " + batch.number();
            require.accept(
                    (batch.queued() > 0) == ready.has(batch), () -> name + " has work or not");
            require.accept(
                    (batch.queuedAlone() > 0) == lonely.has(batch),
                    () -> name + " has work for a worker alone or not");
            require.accept(speculation.isRight(batch), () -> name + " has jobs to copy or not");
        }
        lonely.check("idle worker", everybody, batches, require);
        ready.check("free thread", everybody, batches, require);
        eager.check("place to wait", everybody, batches, require);
        late.check("thread for a copy", everybody, batches, require);
        require.accept(everybody.containsAll(reserved), () -> "reserved workers are here");
        for (WorkerEntry worker : reserved) {
            require.accept(
                    lonely.wants(worker), () -> worker.name() + " is reserved for something");
        }
    }

    /// Jobs that a worker died under, or that have no second attempt, never wait at a worker: its
    /// death would count for them.
    private boolean mayWait(BatchQueue batch) {
        return tuning.prefetch() > 0
                && batch.queued() > 0
                && batch.attempts() > 1
                && !batch.nextIsSolo()
                && batch.sizer().mayWait(batch.queued(), slots(batch), tuning.mostJobs());
    }

    /// How many chunks of a batch can run at once: on all workers, or on its full crew.
    private int slots(BatchQueue batch) {
        Crew crew = batch.lane().submitter().crew();
        int threads = workers.activeThreads();
        return Math.max(
                1, crew == null || !crew.isFull() ? threads : Math.min(threads, crew.threads()));
    }
}
