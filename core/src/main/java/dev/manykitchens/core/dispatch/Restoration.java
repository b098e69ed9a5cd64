package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Goes on where another dispatcher was.
final class Restoration {

    /// Whether its coordinator was started again or another one leads now: this one has not heard
    /// it.
    private static final String WHY = "not heard yet since this coordinator began";

    private final DispatchOptions options;
    private final State state;
    private final Placement placement;
    private final Settlement settlement;
    private final ListeningClock clock;
    private final Outbox out;

    /// Workers that have a lease, and those that have one beside which there may be no other.
    private final Set<String> busy = new HashSet<>();

    private final Set<String> taken = new HashSet<>();

    /// Whatever is restored.
    record State(
            Submitters submitters,
            Workers workers,
            UnfinishedBatches batches,
            Leases leases,
            SharedResources resources) {}

    Restoration(
            DispatchOptions options,
            State state,
            Placement placement,
            Settlement settlement,
            ListeningClock clock,
            Outbox out) {
        this.options = options;
        this.state = state;
        this.placement = placement;
        this.settlement = settlement;
        this.clock = clock;
        this.out = out;
    }

    /// Takes in what the other one left.
    void take(OpenWork work) {
        work.submitters().forEach(state.submitters::open);
        state.resources.add(work.resources());
        work.workers().forEach(this::await);
        work.batches().forEach(this::takeBatch);
        for (WorkerEntry worker : new ArrayList<>(state.workers.silent())) {
            worker.tolerate();
            placement.refresh(worker);
        }
        state.submitters.all().forEach(placement::restored);
        busy.clear();
        taken.clear();
    }

    private void await(Input.WorkerJoined hello) {
        // What it was given has older numbers than any lease of this dispatcher, and is its own.
        state.workers.join(hello, 0, clock.listened());
        WorkerEntry worker = state.workers.find(hello.worker());
        if (worker == null) {
            throw new IllegalStateException(
                    "a worker that joined must be here, %s is not".formatted(hello.worker()));
        }
        out.announce(
                new RunEvent.WorkerJoined(
                        clock.now(), hello.worker(), hello.host(), hello.pid(), hello.threads()));
        worker.await();
        state.resources.await();
        state.workers.markSilent(worker);
        state.workers.transition(worker, WorkerState.SUSPECT, WHY, clock.now());
    }

    private void takeBatch(OpenWork.UnfinishedBatch work) {
        Input.BatchSubmitted batch = work.batch();
        Submitter submitter = state.submitters.find(batch.submitter());
        if (submitter == null) {
            throw new IllegalStateException(
                    "the submitter of an unfinished batch must be here, %d of batch %d is not"
                            .formatted(batch.submitter(), batch.batch()));
        }
        Lane lane = submitter.lane(batch.recipe());
        BitSet leased = new BitSet();
        List<OpenWork.GivenLease> kept = new ArrayList<>();
        for (OpenWork.GivenLease lease : work.leases()) {
            if (mayKeep(lease, leased, work, submitter)) {
                leased.set(lease.first(), lease.first() + lease.count());
                kept.add(lease);
                if (needsWorkerOfItsOwn(lease, work)) {
                    taken.add(lease.worker());
                }
                busy.add(lease.worker());
            }
        }
        BatchQueue queue = BatchQueue.restored(work, leased, lane, options);
        state.batches.add(queue);
        lane.began();
        if (out.tellsProgress()) {
            out.announce(
                    new RunEvent.BatchSubmitted(
                            clock.now(), batch.batch(), batch.recipe(), batch.jobs()));
        }
        for (OpenWork.GivenLease lease : kept) {
            WorkerEntry worker = find(lease);
            Range chunk =
                    new Range(lease.first(), lease.count(), lease.attempt(), lease.attempt() > 1);
            state.leases.restore(lease.lease(), worker, queue, chunk, clock.listened());
        }
        placement.began(queue);
        settlement.finishIfDone(queue);
    }

    /// Whether a lease can be as it was, beside those that were kept before it. Enters its worker
    /// with the crew when it can.
    private boolean mayKeep(
            OpenWork.GivenLease lease,
            BitSet leased,
            OpenWork.UnfinishedBatch work,
            Submitter submitter) {
        WorkerEntry worker = state.workers.find(lease.worker());
        int another = leased.nextSetBit(lease.first());
        return worker != null
                && (another < 0 || another >= lease.first() + lease.count())
                && !taken.contains(lease.worker())
                && !(needsWorkerOfItsOwn(lease, work) && busy.contains(lease.worker()))
                && placement.restore(worker, submitter);
    }

    private static boolean needsWorkerOfItsOwn(
            OpenWork.GivenLease lease, OpenWork.UnfinishedBatch work) {
        return lease.attempt() > 1 && lease.attempt() >= work.batch().attempts();
    }

    private WorkerEntry find(OpenWork.GivenLease lease) {
        WorkerEntry worker = state.workers.find(lease.worker());
        if (worker == null) {
            throw new IllegalStateException("a lease that is kept must have its worker");
        }
        return worker;
    }

    /// A worker that was restored says what it has.
    void returned(WorkerEntry worker, Input.WorkerReturned returned) {
        Set<Long> has = new LinkedHashSet<>(returned.leases());
        worker.returned(returned.received());
        for (Lease lease : new ArrayList<>(worker.leases()).reversed()) {
            if (has.remove(lease.number())) {
                lease.markNamed();
            } else {
                settlement.requeue(lease);
            }
        }
        for (long unknown : has) {
            worker.haunt(unknown);
            out.add(new Command.CancelJobs(worker.name(), unknown, List.of()));
        }
        worker.tolerate();
        returned.holds().forEach(held -> state.resources.restore(worker, held));
    }
}
