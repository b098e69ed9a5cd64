package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Dispatcher;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The dispatcher's hands: turns what happened into inputs and carries out its commands, in order.
/// Keeps what the dispatcher does not need to know: links, arguments, listeners, times. Confined to
/// the loop.
///
/// ```
///  WorkerMembership: who comes and goes ──┐
///  WorkerConversation: what they say ─────┼─▶ DispatchSteps ── commands ──▶ CommandExecutor
///  here: submitters, a restart, the end ──┘     │     ▲   (KeptSteps first, where things are kept)
///                                               ▼     │
///                                           Dispatcher (core)
/// ```
///
/// All of them share the roster of workers, the table of leases, and the live batches.
final class DispatchDriver {

    private final NamedResources resources;
    private final EventSink events;
    private final LongSupplier clock;
    private final WorkerSupply supply;
    private final LiveBatches batches;
    private final Payloads payloads;
    private final WorkerRoster roster = new WorkerRoster();
    private final LeaseTable leases = new LeaseTable();
    private final CommandExecutor executor;
    private final DispatchSteps steps;
    private final Adjustments adjustments;
    private final WorkerMembership membership;
    private final WorkerConversation conversation;

    /// @param resources the named resources, of either scope
    /// @param deliveries runs what tells submitters, in order
    /// @param clock monotonic nanoseconds
    /// @param kept where steps are kept; empty: nowhere
    DispatchDriver(
            DispatchOptions options,
            Map<String, ResourceSpec> resources,
            EventSink events,
            Consumer<Runnable> deliveries,
            WorkerSupply supply,
            LongSupplier clock,
            Optional<Kept> kept) {
        this.resources = new NamedResources(resources);
        this.events = events;
        this.clock = clock;
        this.supply = supply;
        batches =
                new LiveBatches(
                        events, deliveries, clock, kept.map(Kept::outcomes).orElse(_ -> {}));
        payloads =
                new Payloads(
                        batches, roster, kept.map(Kept::wallClock).orElse(InstantSource.system()));
        executor = new CommandExecutor(roster, leases, batches, supply, events, clock);
        steps =
                new DispatchSteps(
                        new Dispatcher(options),
                        executor,
                        payloads,
                        roster,
                        batches,
                        clock,
                        kept.map(Kept::steps));
        adjustments = new Adjustments(roster, options.prefetch(), steps::feed, events, clock);
        membership =
                new WorkerMembership(
                        roster,
                        leases,
                        this.resources.own(),
                        Heartbeats.of(options),
                        adjustments,
                        steps,
                        supply,
                        events,
                        clock);
        conversation =
                new WorkerConversation(
                        roster, leases, batches, this.resources, membership, steps, events, clock);
    }

    /// Where steps are kept.
    ///
    /// @param wallClock tells when batches came and were finished
    /// @param outcomes hears the number of a batch of which more came to disk
    record Kept(KeptSteps steps, InstantSource wallClock, LongConsumer outcomes) {}

    /// The workers that are here.
    WorkerRoster roster() {
        return roster;
    }

    /// Which workers come and go.
    WorkerMembership membership() {
        return membership;
    }

    /// What workers say.
    WorkerConversation conversation() {
        return conversation;
    }

    /// How large workers were made by hand.
    Adjustments adjustments() {
        return adjustments;
    }

    /// Tells whoever listens.
    void tell(RunEvent event) {
        events.accept(event);
    }

    /// How many jobs of a batch have no outcome; empty when there is no such batch.
    OptionalInt openJobs(long batch) {
        return batches.find(batch)
                .map(LiveBatch::openJobs)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /// Whether every job that was submitted by itself was given to a worker.
    boolean wantsGathered() {
        return batches.gatheredWaiting() == 0;
    }

    /// Goes on where another coordinator was. Before anything else.
    ///
    /// @param restart what its dispatcher does not know of that
    void restore(OpenWork work, Restart restart) {
        restart.submitters().forEach(resources::add);
        for (Input.WorkerJoined worker : work.workers()) {
            WorkerHello hello = restart.workers().get(worker.worker());
            if (hello == null) {
                throw new IllegalStateException(
                        "a worker that is recovered must have said hello, %s did not"
                                .formatted(worker.worker()));
            }
            roster.await(worker.worker(), hello);
        }
        restart.begun().forEach(batches::add);
        work.batches().forEach(leases::await);
        steps.feed(new Input.Restored(work));
        removeWhatNobodyBrings(work.resources().keySet(), restart.submitters().keySet());
        restart.begun().forEach(batches::tellSettledBefore);
    }

    /// Goes on with a batch that another coordinator began, whose workers are gone.
    void goOn(OpenWork.UnfinishedBatch open, LiveBatch live) {
        batches.add(live);
        Optional<Outcome.Failed> broken = steps.broken();
        if (broken.isPresent()) {
            announce(live);
            batches.tellSettledBefore(live);
            end(live, broken.get());
            return;
        }
        // Whoever hears that a batch is finished has heard of all of its jobs.
        boolean known = live.openJobs() == 0;
        if (known) {
            batches.tellSettledBefore(live);
        }
        steps.feed(new Input.Restored(new OpenWork(List.of(), List.of(), Map.of(), List.of(open))));
        if (!known) {
            batches.tellSettledBefore(live);
        }
    }

    /// The other coordinator may have ended between the words that a submitter is gone and that its
    /// resources are.
    private void removeWhatNobodyBrings(Set<String> keys, Set<Long> submitters) {
        Set<String> nobodys = new HashSet<>(keys);
        nobodys.removeIf(key ->
                ResourceKey.parse(key)
                        .filter(its -> submitters.contains(its.submitter()))
                        .isPresent());
        if (!nobodys.isEmpty()) {
            steps.feed(new Input.ResourcesRemoved(nobodys));
        }
    }

    // Steps.

    /// Where steps are kept; empty: nowhere.
    Optional<KeptSteps> kept() {
        return steps.kept();
    }

    /// When [#tick] wants to be called.
    long wakeAt() {
        return steps.wakeAt();
    }

    /// Time has passed.
    void tick() {
        conversation.hearHeldBack();
        steps.tick();
    }

    /// Lets something happen behind all that was decided so far, and is on disk by then if it must
    /// be.
    void afterwards(Runnable action) {
        steps.afterwards(action);
    }

    // Submitters.

    /// @param onAccepted called once it is accepted and, where it must be, on disk
    void submit(LiveBatch live, long longestJobBytes, Runnable onAccepted) {
        Batch batch = live.batch();
        batches.add(live);
        Optional<Outcome.Failed> broken = steps.broken();
        if (broken.isPresent()) {
            end(live, broken.get());
            return;
        }
        steps.feed(
                new Input.BatchSubmitted(
                        live.id(),
                        batch.recipe().name(),
                        batch.size(),
                        batch.options().attempts(),
                        longestJobBytes,
                        live.submitter(),
                        live.speculates(),
                        live.isGathered(),
                        batch.options().priority()),
                null,
                () -> {
                    if (!live.isRefused()) {
                        onAccepted.run();
                    }
                });
    }

    /// A client will submit batches, run by at most so many workers; 0: by any number.
    ///
    /// @param brought the resources that its jobs may use, by key
    /// @param who what is written down of it
    void open(
            long submitter,
            int mostWorkers,
            Map<String, ResourceSpec> brought,
            Payload.OfSubmitter who) {
        if (steps.kept().isPresent()) {
            payloads.comes(who);
        }
        resources.add(submitter, brought);
        steps.feed(new Input.ResourcesAdded(brought));
        steps.feed(new Input.SubmitterOpened(submitter, mostWorkers));
    }

    /// A client is gone: what it submitted is cancelled.
    void close(long submitter) {
        steps.feed(new Input.SubmitterClosed(submitter));
        steps.feed(new Input.ResourcesRemoved(resources.remove(submitter).keySet()));
    }

    /// Nothing of a client is given out from now on, or is again.
    void pause(long submitter, boolean paused) {
        steps.feed(new Input.SubmitterPaused(submitter, paused));
    }

    /// A finished batch need not be kept any more.
    void forget(long batch) {
        steps.kept().ifPresent(kept -> kept.note(new Payload.Forgotten(batch)));
    }

    void cancel(long batch) {
        steps.feed(new Input.BatchCancelled(batch));
    }

    void cancelAll() {
        batches.all().forEach(live -> cancel(live.id()));
    }

    void cancel(long batch, int job) {
        steps.feed(new Input.JobCancelled(batch, job));
    }

    // The end.

    /// No worker will come any more.
    void unavailable(Outcome outcome) {
        steps.feed(new Input.WorkersUnavailable(outcome));
    }

    /// Our own bug: nothing can be decided any more. Ends every batch with this outcome, every
    /// stream, and whatever is submitted later.
    void abandonEverything(Outcome.Failed outcome) {
        steps.stop(outcome);
        supply.notNeeded();
        for (LiveBatch live : batches.all()) {
            batches.abandon(live, outcome);
            executor.finish(live.id());
        }
        for (ConnectedWorker worker : roster.connected()) {
            roster.disconnect(worker);
            worker.link().abort(outcome.describe());
            supply.givenUp(worker.name(), outcome.describe());
        }
        roster.names().forEach(roster::forget);
    }

    /// Every job that has no outcome has this one, and nothing is decided any more.
    void endEverything(Outcome.Failed outcome) {
        steps.stop(outcome);
        for (LiveBatch live : batches.all()) {
            end(live, outcome);
        }
    }

    private void end(LiveBatch live, Outcome outcome) {
        int open = live.openJobs();
        announce(live);
        batches.end(live, outcome);
        events.accept(
                new RunEvent.BatchFinished(
                        clock.getAsLong(), live.id(), live.batch().size() - open, open));
        executor.finish(live.id());
    }

    /// Tells of a batch of which the dispatcher was to tell, or what it said waits for the disk.
    private void announce(LiveBatch live) {
        if (live.markAnnounced()) {
            events.accept(
                    new RunEvent.BatchSubmitted(
                            live.submittedNanos(),
                            live.id(),
                            live.batch().recipe().name(),
                            live.batch().size()));
        }
    }

    /// The journal can be written no more, or nothing can be decided: nothing is told any more, and
    /// nothing is ended, so that another coordinator can go on.
    void stop(String why) {
        steps.stop(new Outcome.Failed(why, Origin.ofNobody()));
        supply.notNeeded();
        for (ConnectedWorker worker : roster.connected()) {
            roster.disconnect(worker);
            worker.link().abort(why);
        }
    }
}
