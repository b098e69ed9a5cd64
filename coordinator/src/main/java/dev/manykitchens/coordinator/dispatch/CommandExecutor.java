package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Carries out what the dispatcher says: tells workers, submitters, whoever supplies the workers,
/// and whoever listens. Nothing here tells the dispatcher anything. Confined to the loop.
final class CommandExecutor {

    private final WorkerRoster roster;
    private final LeaseTable leases;
    private final LiveBatches batches;
    private final WorkerSupply supply;
    private final EventSink events;
    private final LongSupplier clock;

    /// @param clock monotonic nanoseconds
    CommandExecutor(
            WorkerRoster roster,
            LeaseTable leases,
            LiveBatches batches,
            WorkerSupply supply,
            EventSink events,
            LongSupplier clock) {
        this.roster = roster;
        this.leases = leases;
        this.batches = batches;
        this.supply = supply;
        this.events = events;
        this.clock = clock;
    }

    /// @param report what holds the results, when the command answers to some
    void carryOut(Command command, @Nullable Report report) {
        switch (command) {
            case Command.Assign assign -> assign(assign);
            case Command.Deliver(long _, long batch, int _, int _, int[] wanted) ->
                    batches.deliver(batches.get(batch), wanted, known(report));
            case Command.DeliverOutcome(
                            long lease,
                            long batch,
                            int first,
                            int count,
                            var outcome) ->
                    batches.deliver(
                            batches.get(batch), first, count, outcome, lease == 0 ? null : report);
            case Command.Drop _ -> {}
            case Command.ForgetLease(long lease) -> leases.forget(lease);
            case Command.CancelJobs(String name, long lease, var jobs) ->
                    ifConnected(name, worker -> worker.link().cancel(lease, jobs));
            case Command.Drain(String name, String reason) ->
                    ifConnected(name, worker -> worker.link().drain(reason));
            case Command.Disconnect(String name, String reason) -> giveUp(name, reason);
            case Command.RefuseWorker(String name, String reason) -> giveUp(name, reason);
            case Command.RefuseBatch(long batch, String reason) ->
                    refuse(batches.get(batch), reason);
            case Command.GrantResource(String name, long ticket) ->
                    ifConnected(name, worker -> worker.link().grant(ticket));
            case Command.RefuseResource(String name, long ticket, String reason) ->
                    ifConnected(name, worker -> worker.link().refuse(ticket, reason));
            case Command.FinishBatch(long batch) -> finish(batch);
            // Whoever feeds the dispatcher wakes it.
            case Command.WakeAt _ -> {}
            case Command.Announce(var event) -> announce(event);
        }
    }

    private void announce(RunEvent event) {
        if (event instanceof RunEvent.BatchSubmitted submitted) {
            batches.find(submitted.batch())
                    .ifPresent(live -> {
                        boolean _ = live.markAnnounced();
                    });
        }
        events.accept(event);
    }

    private void assign(Command.Assign assign) {
        ConnectedWorker worker = roster.find(assign.worker());
        if (worker == null) {
            // Its stream has ended, and that it is gone is on its way to the dispatcher.
            return;
        }
        if (worker.markUsed()) {
            supply.used(worker.name());
        }
        LiveBatch live = batches.get(assign.batch());
        long assignedNanos = clock.getAsLong();
        batches.giveOut(live, assign.first(), assign.count());
        worker.link()
                .assign(
                        assign,
                        live.told(),
                        worker.give(assign.batch(), assign.count(), live.batch().size()));
        worker.tellEnded();
        leases.put(new LeaseStamps(assign, worker, assignedNanos, clock.getAsLong()));
    }

    private void giveUp(String name, String reason) {
        leases.awaitNoMore(name);
        roster.cutOff(name, reason);
        roster.forget(name);
        supply.givenUp(name, reason);
    }

    private void ifConnected(String name, Consumer<ConnectedWorker> action) {
        ConnectedWorker worker = roster.find(name);
        if (worker != null) {
            action.accept(worker);
        }
    }

    private static Report known(@Nullable Report report) {
        if (report == null) {
            throw new AssertionError("results can be delivered only while their report is at hand");
        }
        return report;
    }

    /// Ends all jobs of a batch that was not begun.
    void refuse(LiveBatch live, String reason) {
        batches.refuse(live, reason);
        finish(live.id());
    }

    /// Every job of a batch has its outcome: workers forget it, and its submitter hears so.
    void finish(long batch) {
        boolean gathered = batches.get(batch).isGathered();
        for (ConnectedWorker worker : roster.connected()) {
            if (worker.forget(batch)) {
                // Single jobs are many: a message for the end of each would wake the worker again.
                worker.tellLater(batch);
                if (!gathered) {
                    worker.tellEnded();
                }
            }
        }
        batches.finish(batch);
    }
}
