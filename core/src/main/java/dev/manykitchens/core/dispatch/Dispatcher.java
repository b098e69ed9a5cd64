package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The pure state machine behind worker JVMs: takes what happened, says what must be done. Confined
/// to one thread.
///
/// The same inputs at the same times give the same commands, on every machine. Inputs that name
/// nothing known (a worker that is gone, a lease that expired) are ignored or answered with
/// [Command.Drop].
public final class Dispatcher {

    private final DispatchOptions options;
    private final Tuning tuning;
    private final long suspectAfter;
    private final long leaseDuration;

    private final Story story = new Story();
    private final Outbox out;
    private final ListeningClock clock;
    private final Workers workers;
    private final Leases leases;
    private final Placement placement;
    private final SharedResources resources;
    private final Settlement settlement;
    private final Submitters submitters = new Submitters();
    private final UnfinishedBatches batches = new UnfinishedBatches();
    private final Restoration restoration;
    private @Nullable Outcome unavailable;

    /// A dispatcher without workers and batches.
    public Dispatcher(DispatchOptions options) {
        this(options, true);
    }

    /// A dispatcher without workers and batches.
    ///
    /// @param tellsProgress whether it announces what becomes of each batch and chunk
    ///   ([RunEvent.BatchSubmitted], [RunEvent.ChunkAssigned], [RunEvent.BatchFinished]): not where
    ///   nobody listens. What goes wrong and who comes and goes is announced in any case.
    public Dispatcher(DispatchOptions options, boolean tellsProgress) {
        this.options = options;
        tuning = new Tuning(options);
        out = new Outbox(tellsProgress);
        suspectAfter = options.suspectAfter().toNanos();
        leaseDuration = options.leaseDuration().toNanos();
        clock = new ListeningClock(suspectAfter / 2);
        workers = new Workers(out);
        leases = new Leases(leaseDuration, options.firstLease());
        placement = new Placement(options, tuning, workers, leases, clock, out);
        resources = new SharedResources(options, out);
        settlement = new Settlement(leases, placement, batches, clock, out);
        restoration =
                new Restoration(
                        options,
                        new Restoration.State(submitters, workers, batches, leases, resources),
                        placement,
                        settlement,
                        clock,
                        out);
    }

    /// Takes one input and says what must now be done, in order.
    ///
    /// @param nowNanos the time on any monotonic clock; earlier than at the call before counts as
    ///   the same time
    /// @throws InvariantBroken when a promise of ours is broken: our bug
    public List<Command> on(Input input, long nowNanos) {
        clock.advance(nowNanos);
        story.add(nowNanos, input);
        try {
            take(input);
            expire();
            placement.run();
            wake();
        } catch (InvariantBroken e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvariantBroken("an input never fails", story.toString(), e);
        }
        return out.drain();
    }

    private void take(Input input) {
        switch (input) {
            case Input.SubmitterOpened opened -> submitters.open(opened);
            case Input.SubmitterClosed(long number) -> close(number);
            case Input.SubmitterPaused(long number, boolean paused) -> {
                Submitter submitter = submitters.find(number);
                if (submitter != null && submitter.pause(paused)) {
                    placement.paused(submitter);
                }
            }
            case Input.BatchSubmitted batch -> submit(batch);
            case Input.BatchCancelled(long batch) -> {
                BatchQueue queue = batches.find(batch);
                if (queue != null) {
                    settlement.settleAll(queue, Outcome.CANCELLED);
                }
            }
            case Input.JobCancelled(long batch, int job) -> {
                BatchQueue queue = batches.find(batch);
                if (queue != null && job >= 0 && job < queue.jobs()) {
                    settlement.cancel(queue, job);
                }
            }
            case Input.WorkerJoined hello -> join(hello);
            case Input.CreditsOffered(String name, long total) -> {
                WorkerEntry worker = hear(name);
                if (worker != null && worker.offer(total)) {
                    if (worker.state() == WorkerState.JOINING) {
                        workers.transition(worker, WorkerState.ACTIVE, "", clock.now());
                    }
                    placement.refresh(worker);
                }
            }
            case Input.ResultsReceived report -> {
                Lease lease = leases.heldBy(report.worker(), report.lease());
                hear(lease == null ? workers.find(report.worker()) : lease.worker());
                settlement.report(report);
            }
            case Input.HeartbeatReceived(String name, List<Long> held) -> {
                WorkerEntry worker = hear(name);
                if (worker != null) {
                    renew(worker, held);
                }
            }
            case Input.PartReceived(String name) -> {
                WorkerEntry worker = hear(name);
                if (worker != null) {
                    worker.leases().forEach(lease -> leases.extend(lease, clock.listened()));
                }
            }
            case Input.LeaseReturned(String name, long number) -> {
                WorkerEntry worker = hear(name);
                if (worker != null) {
                    giveBack(worker, number);
                }
            }
            case Input.WorkerGone(String name, Optional<String> lastWords) -> {
                WorkerEntry worker = workers.find(name);
                if (worker != null) {
                    remove(worker, lastWords);
                }
            }
            case Input.WorkerUnreachable(String name, String why) -> {
                WorkerEntry worker = workers.find(name);
                if (worker != null && !worker.isSilent()) {
                    silence(worker, why);
                }
            }
            case Input.WorkersUnavailable(Outcome outcome) -> {
                unavailable = outcome;
                new ArrayList<>(batches.all())
                        .forEach(batch -> settlement.settleAll(batch, outcome));
            }
            case Input.DrainRequested(String name, String reason) -> {
                WorkerEntry worker = workers.find(name);
                if (worker != null) {
                    drain(worker, reason);
                    out.add(new Command.Drain(name, reason));
                }
            }
            case Input.PrefetchSet(int chunks) -> {
                tuning.setPrefetch(chunks);
                retune();
            }
            case Input.ChunkJobsSet(OptionalInt most) -> {
                tuning.setMostJobs(most);
                retune();
            }
            case Input.WorkerResized(String name, int threads) -> {
                WorkerEntry worker = workers.find(name);
                if (worker != null) {
                    workers.resize(worker, threads);
                    placement.refresh(worker);
                }
            }
            case Input.Restored(OpenWork work) -> restoration.take(work);
            case Input.WorkerReturned returned -> {
                WorkerEntry worker = workers.find(returned.worker());
                if (worker != null && worker.isAwaited()) {
                    restoration.returned(worker, returned);
                    hear(worker);
                    resources.noLongerAwait();
                }
            }
            case Input.Tick() -> {}
            case Input.ResourcesAdded(Map<String, ResourceSpec> added) -> resources.add(added);
            case Input.ResourcesRemoved(Set<String> names) -> resources.remove(names);
            case Input.ResourceAsked asked -> {
                WorkerEntry worker = hear(asked.worker());
                if (worker != null) {
                    resources.ask(worker, asked);
                }
            }
            case Input.ResourceReturned(String name, long ticket) -> {
                WorkerEntry worker = hear(name);
                if (worker != null) {
                    resources.giveBack(worker, ticket);
                }
            }
        }
    }

    /// Enters everybody where it belongs now that other rules hold.
    private void retune() {
        workers.heard().forEach(this::retune);
        workers.silent().forEach(this::retune);
        batches.all().forEach(placement::refresh);
    }

    private void retune(WorkerEntry worker) {
        worker.tolerate();
        placement.refresh(worker);
    }

    private void submit(Input.BatchSubmitted batch) {
        long number = batch.batch();
        if (batches.find(number) != null) {
            refuse(number, "a batch's number must be new, %d is taken".formatted(number));
            return;
        }
        Submitter submitter = submitters.find(batch.submitter());
        if (submitter == null) {
            refuse(
                    number,
                    "a batch's submitter must be here, number %d is not (any more); submit it anew"
                            .formatted(batch.submitter()));
            return;
        }
        if (batches.size() >= options.mostBatches()) {
            refuse(
                    number,
                    "at most %d batches may be unfinished, all places are taken; wait for one to finish"
                            .formatted(options.mostBatches()));
            return;
        }
        BatchQueue queue = new BatchQueue(batch, submitter.lane(batch.recipe()), options);
        batches.add(queue);
        queue.lane().began();
        if (out.tellsProgress()) {
            out.announce(
                    new RunEvent.BatchSubmitted(clock.now(), number, batch.recipe(), batch.jobs()));
        }
        placement.began(queue);
        if (unavailable != null) {
            settlement.settleAll(queue, unavailable);
        } else {
            settlement.finishIfDone(queue);
        }
    }

    private void close(long number) {
        Submitter submitter = submitters.close(number);
        if (submitter != null) {
            batches.of(submitter).forEach(batch -> settlement.settleAll(batch, Outcome.ORPHANED));
            placement.gone(submitter);
        }
    }

    private void refuse(long batch, String reason) {
        out.add(new Command.RefuseBatch(batch, reason));
    }

    private void join(Input.WorkerJoined hello) {
        String name = hello.worker();
        if (workers.find(name) != null) {
            out.add(
                    new Command.RefuseWorker(
                            name,
                            "a worker's name must be free, a worker named %s is here; give it another name"
                                    .formatted(name)));
            return;
        }
        if (workers.size() >= options.mostWorkers()) {
            out.add(
                    new Command.RefuseWorker(
                            name,
                            "at most %d workers may join, all places are taken; drain one first"
                                    .formatted(options.mostWorkers())));
            return;
        }
        unavailable = null;
        workers.join(hello, leases.last(), clock.listened());
        out.announce(
                new RunEvent.WorkerJoined(
                        clock.now(), name, hello.host(), hello.pid(), hello.threads()));
    }

    /// The worker of this name, which has just given a sign of life; null when it is not here (any
    /// more).
    private @Nullable WorkerEntry hear(String name) {
        WorkerEntry worker = workers.find(name);
        hear(worker);
        return worker;
    }

    private void hear(@Nullable WorkerEntry worker) {
        if (worker == null) {
            return;
        }
        if (worker.isAwaited()) {
            workers.hearSilent(worker, clock.listened());
            return;
        }
        if (worker.isSilent()) {
            // Its first word need not be the one that names what it has, and what it was told on a
            // stream that broke may be lost.
            worker.leases()
                    .forEach(lease -> {
                        leases.extend(lease, clock.listened());
                        settlement.stopSettled(lease);
                    });
        }
        workers.hear(worker, clock.listened());
        if (worker.state() == WorkerState.SUSPECT) {
            workers.transition(worker, WorkerState.ACTIVE, "heard again", clock.now());
            placement.refresh(worker);
        }
    }

    private void renew(WorkerEntry worker, List<Long> held) {
        for (long number : held) {
            Lease lease = leases.heldBy(worker.name(), number);
            if (lease != null) {
                leases.renew(lease, clock.listened());
            } else if (worker.ghosts().contains(number)) {
                out.add(new Command.CancelJobs(worker.name(), number, List.of()));
            }
        }
        if (worker.state() == WorkerState.DRAINING && held.isEmpty()) {
            // It would have left if it knew.
            out.add(new Command.Drain(worker.name(), "nothing is left to do"));
        }
        if (!worker.ghosts().isEmpty()) {
            if (worker.runsNoneBeside(new LinkedHashSet<>(held))) {
                placement.refresh(worker);
            }
        }
    }

    private void giveBack(WorkerEntry worker, long number) {
        if (!worker.mayHaveHad(number)) {
            return;
        }
        drain(worker, "gave a lease back");
        Lease lease = leases.heldBy(worker.name(), number);
        if (lease != null) {
            settlement.requeue(lease);
        }
    }

    private void drain(WorkerEntry worker, String reason) {
        if (worker.state() != WorkerState.DRAINING) {
            workers.transition(worker, WorkerState.DRAINING, reason, clock.now());
            placement.drains(worker);
        }
    }

    private void remove(WorkerEntry worker, Optional<String> lastWords) {
        workers.remove(worker);
        workers.transition(
                worker,
                lastWords.isPresent() ? WorkerState.LOST : WorkerState.LEFT,
                lastWords.orElse(""),
                clock.now());
        // The oldest lease last: each goes to the front of its batch.
        for (Lease lease : new ArrayList<>(worker.leases()).reversed()) {
            if (lastWords.isPresent()) {
                settlement.requeueAfterDeath(lease, lastWords.get());
            } else {
                settlement.requeue(lease);
            }
        }
        placement.gone(worker);
        resources.releaseAll(worker);
        if (worker.isAwaited()) {
            resources.noLongerAwait();
        }
    }

    private void expire() {
        long listened = clock.listened();
        for (WorkerEntry worker = workers.firstHeard();
                worker != null && listened - worker.lastHeard() >= suspectAfter;
                worker = workers.firstHeard()) {
            silence(worker, "silent for " + seconds(listened - worker.lastHeard()));
        }
        for (WorkerEntry worker = workers.firstSilent();
                worker != null && listened - worker.lastHeard() >= leaseDuration;
                worker = workers.firstSilent()) {
            String reason = "silent for " + seconds(listened - worker.lastHeard());
            remove(worker, Optional.of(reason));
            out.add(new Command.Disconnect(worker.name(), reason));
        }
        for (Lease lease = leases.first();
                lease != null && lease.expiresAt() <= listened;
                lease = leases.first()) {
            if (lease.worker().isSilent()) {
                // Whether it still has it is not known: it will say so or be lost, and then the
                // attempt counts.
                leases.extend(lease, listened);
            } else {
                settlement.expire(lease);
            }
        }
    }

    private void silence(WorkerEntry worker, String reason) {
        workers.markSilent(worker);
        if (worker.state() == WorkerState.ACTIVE) {
            workers.transition(worker, WorkerState.SUSPECT, reason, clock.now());
            placement.refresh(worker);
        }
    }

    private void wake() {
        long due = placement.dueAt();
        Lease lease = leases.first();
        if (lease != null) {
            due = Math.min(due, lease.expiresAt());
        }
        WorkerEntry heard = workers.firstHeard();
        if (heard != null) {
            due = Math.min(due, heard.lastHeard() + suspectAfter);
        }
        WorkerEntry silent = workers.firstSilent();
        if (silent != null) {
            due = Math.min(due, silent.lastHeard() + leaseDuration);
        }
        if (due == Long.MAX_VALUE) {
            clock.disarm();
        } else if (clock.shouldWakeAt(due)) {
            out.add(new Command.WakeAt(clock.wakeAt()));
        }
    }

    private static String seconds(long nanos) {
        return "%d.%d s".formatted(nanos / 1_000_000_000, nanos / 100_000_000 % 10);
    }

    /// Checks every promise about the state, which takes time in proportion to jobs and workers.
    ///
    /// @throws InvariantBroken telling the broken one
    void verify() {
        List<String> broken =
                new Invariants(
                                options,
                                tuning,
                                batches,
                                submitters,
                                workers,
                                leases,
                                placement,
                                resources)
                        .broken();
        if (!broken.isEmpty()) {
            throw new InvariantBroken(String.join("; ", broken), story.toString(), null);
        }
    }

    /// How much is kept, for tests that nothing grows: unfinished batches, leases, workers, their
    /// kinds, submitters beside the one that always is, lanes.
    int[] sizes() {
        return new int[] {
            batches.size(),
            leases.all().size(),
            workers.size(),
            workers.kinds(),
            submitters.size(),
            submitters.all().stream().mapToInt(s -> s.lanes().size()).sum()
        };
    }

    /// How often something was looked at to find who gets what, for tests that this stays bounded.
    long tries() {
        return placement.tries();
    }

    @Override
    public String toString() {
        return "Dispatcher" + Arrays.toString(sizes());
    }
}
