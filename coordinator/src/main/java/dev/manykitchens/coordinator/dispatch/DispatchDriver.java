package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.dispatch.Command;
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

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
/// Results come and go in one step: the dispatcher decides about a report while it is at hand, so
/// values are never stored here.
final class DispatchDriver {

    /// Workers send so many heartbeats before they are suspect, if that is not too often.
    private static final int HEARTBEATS_BEFORE_SUSPECT = 4;

    private static final Duration MOST_OFTEN = Duration.ofMillis(20);
    private static final Duration LEAST_OFTEN = Duration.ofMillis(500);

    /// A worker that hears nothing for so many leases gives its stream up.
    private static final int LEASES_OF_SILENCE = 2;

    /// The longest that is: a new connection works sooner than one whose packets were lost, which
    /// are sent again ever more rarely.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Dispatcher dispatcher;
    private final NamedResources resources;
    private final Adjustments adjustments;
    private final Duration heartbeat;
    private final Duration silence;
    private final EventSink events;
    private final WorkerSupply supply;
    private final LongSupplier clock;

    private final WorkerRoster roster = new WorkerRoster();
    private final Map<Long, LeaseStamps> leases = new HashMap<>();
    private final LiveBatches batches;

    /// What must be on disk before others hear of it goes through here; null: nothing must.
    private final @Nullable KeptSteps kept;

    private final Payloads payloads;

    /// The leases that workers had when another coordinator was no more, until they come back.
    private final Map<String, List<Command.Assign>> awaited = new HashMap<>();

    private final Deque<Fed> fed = new ArrayDeque<>();
    private boolean feeding;
    private long wakeAt = Long.MAX_VALUE;
    private Optional<Outcome.Failed> broken = Optional.empty();

    /// @param after what happens once all that the dispatcher answers was carried out
    private record Fed(Input input, @Nullable Report report, Runnable after) {}

    /// A command, and the process that it is for, when it is for a worker.
    private record Decided(Command command, @Nullable WorkerMemory worker) {}

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
        this.dispatcher = new Dispatcher(options);
        this.resources = new NamedResources(resources);
        this.heartbeat = heartbeat(options.suspectAfter());
        this.silence =
                shorter(options.leaseDuration().multipliedBy(LEASES_OF_SILENCE), LONGEST_SILENCE);
        this.events = events;
        this.batches =
                new LiveBatches(
                        events, deliveries, clock, kept.map(Kept::outcomes).orElse(_ -> {}));
        this.kept = kept.map(Kept::steps).orElse(null);
        this.payloads =
                new Payloads(
                        batches, roster, kept.map(Kept::wallClock).orElse(InstantSource.system()));
        this.supply = supply;
        this.clock = clock;
        this.adjustments = new Adjustments(roster, options.prefetch(), this::feed, events, clock);
    }

    /// Where steps are kept.
    ///
    /// @param wallClock tells when batches came and were finished
    /// @param outcomes hears the number of a batch of which more came to disk
    record Kept(KeptSteps steps, InstantSource wallClock, LongConsumer outcomes) {}

    private static Duration heartbeat(Duration suspectAfter) {
        Duration wanted = shorter(suspectAfter.dividedBy(HEARTBEATS_BEFORE_SUSPECT), LEAST_OFTEN);
        return wanted.compareTo(MOST_OFTEN) < 0 ? MOST_OFTEN : wanted;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// When [#tick] wants to be called.
    long wakeAt() {
        return wakeAt;
    }

    /// The workers that are here.
    WorkerRoster roster() {
        return roster;
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
        for (OpenWork.UnfinishedBatch batch : work.batches()) {
            for (OpenWork.GivenLease lease : batch.leases()) {
                awaited.computeIfAbsent(lease.worker(), _ -> new ArrayList<>())
                        .add(
                                new Command.Assign(
                                        lease.worker(),
                                        lease.lease(),
                                        batch.batch().batch(),
                                        lease.first(),
                                        lease.count(),
                                        lease.attempt(),
                                        0));
            }
        }
        feed(new Input.Restored(work));
        removeWhatNobodyBrings(work.resources().keySet(), restart.submitters().keySet());
        restart.begun().forEach(batches::tellSettledBefore);
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
            feed(new Input.ResourcesRemoved(nobodys));
        }
    }

    /// Lets something happen behind all that was decided so far, and is on disk by then if it must
    /// be.
    void afterwards(Runnable action) {
        if (kept == null) {
            action.run();
        } else {
            kept.then(action);
        }
    }

    /// Where steps are kept; empty: nowhere.
    Optional<KeptSteps> kept() {
        return Optional.ofNullable(kept);
    }

    // What happens outside.

    void tick() {
        if (wakeAt <= clock.getAsLong()) {
            wakeAt = Long.MAX_VALUE;
        }
        feed(new Input.Tick());
    }

    /// @param onAccepted called once it is accepted and, where it must be, on disk
    void submit(LiveBatch live, long longestJobBytes, Runnable onAccepted) {
        Batch batch = live.batch();
        batches.add(live);
        if (broken.isPresent()) {
            refuse(live, broken.get().message());
            return;
        }
        feed(
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
        if (kept != null) {
            payloads.comes(who);
        }
        resources.add(submitter, brought);
        feed(new Input.ResourcesAdded(brought));
        feed(new Input.SubmitterOpened(submitter, mostWorkers));
    }

    /// A client is gone: what it submitted is cancelled.
    void close(long submitter) {
        feed(new Input.SubmitterClosed(submitter));
        feed(new Input.ResourcesRemoved(resources.remove(submitter).keySet()));
    }

    /// Nothing of a client is given out from now on, or is again.
    void pause(long submitter, boolean paused) {
        feed(new Input.SubmitterPaused(submitter, paused));
    }

    void cancel(long batch) {
        feed(new Input.BatchCancelled(batch));
    }

    void cancelAll() {
        batches.all().forEach(live -> cancel(live.id()));
    }

    void cancel(long batch, int job) {
        feed(new Input.JobCancelled(batch, job));
    }

    /// A worker said hello: it is new, or comes back because its stream broke.
    void joined(WorkerLink link, WorkerHello hello) {
        String wanted = hello.wantedName();
        WorkerMemory memory = roster.memory(wanted);
        if (memory != null && memory.isOf(hello)) {
            if (memory.isAwaited() && hello.held().isEmpty()) {
                gone(wanted, "it does not say what it still has from before its coordinator ended");
            } else {
                resume(link, hello, memory);
                return;
            }
        } else if (memory != null && !roster.isConnected(wanted) && !hello.nameGiven()) {
            gone(wanted, "another process came under its name while its stream was broken");
        }
        switch (supply.admit(hello, roster::isKnown)) {
            case WorkerSupply.Admittance.Refused(String reason) -> link.turnAway(reason);
            case WorkerSupply.Admittance.As(String name, Set<String> recipes) ->
                    join(link, hello, name, recipes);
        }
    }

    private void join(WorkerLink link, WorkerHello hello, String name, Set<String> recipes) {
        WorkerMemory memory = roster.remember(hello);
        ConnectedWorker worker = new ConnectedWorker(name, hello, link, memory);
        roster.connect(worker);
        feed(
                new Input.WorkerJoined(
                        name, hello.host(), hello.pid(), adjustments.threadsOf(hello), recipes),
                null,
                () -> {
                    if (roster.find(name) == worker) {
                        describe(worker);
                        welcome(worker, false);
                        supply.joined(name);
                    }
                });
    }

    private void describe(ConnectedWorker worker) {
        events.accept(
                new RunEvent.WorkerDescribed(
                        clock.getAsLong(), worker.name(), adjustments.factsOf(worker.hello())));
    }

    /// The dispatcher hears of it with the worker's first heartbeat, which renews its leases. Of
    /// one that another coordinator knew it hears at once what it has.
    private void resume(WorkerLink link, WorkerHello hello, WorkerMemory memory) {
        String name = hello.wantedName();
        abort(name, "the same worker opened another stream");
        ConnectedWorker worker = new ConnectedWorker(name, hello, link, memory);
        roster.connect(worker);
        // What comes before its welcome a worker does not hear, not even what was decided before
        // and
        // waits for the disk.
        if (memory.isAwaited() || memory.wasWelcomed()) {
            welcome(worker, true);
        } else {
            afterwards(() -> {
                if (roster.find(name) == worker) {
                    welcome(worker, true);
                }
            });
        }
        if (memory.comesBack()) {
            comesBack(worker);
        }
        afterwards(() -> {
            if (roster.find(name) == worker) {
                supply.cameBack(name);
            }
        });
        // What it was told on the stream that broke it may not have heard.
        memory.drainReason().ifPresent(reason -> feed(new Input.DrainRequested(name, reason)));
    }

    /// A worker of another coordinator is here: its leases are, and it says what it has of them.
    private void comesBack(ConnectedWorker worker) {
        String name = worker.name();
        long now = clock.getAsLong();
        List<Command.Assign> leased = awaited.remove(name);
        if (leased != null) {
            leased.forEach(assign ->
                    leases.put(assign.lease(), new LeaseStamps(assign, worker, now, now)));
        }
        WorkerHello.Held held = worker.hello().held().orElse(WorkerHello.Held.NOTHING);
        describe(worker);
        feed(
                new Input.WorkerReturned(
                        name,
                        held.received(),
                        held.leases(),
                        held.permits().stream()
                                .map(permit ->
                                        new Input.ResourceAsked(
                                                name,
                                                permit.ticket(),
                                                permit.resource(),
                                                permit.user(),
                                                permit.job()))
                                .toList()));
    }

    private void welcome(ConnectedWorker worker, boolean resumed) {
        worker.memory().markWelcomed();
        worker.link()
                .welcome(
                        new Greeting(
                                worker.name(),
                                heartbeat,
                                silence,
                                resources.own(),
                                adjustments.prefetch(),
                                resumed));
        adjustments.welcomed(worker);
    }

    /// A worker said something.
    void said(WorkerLink link, WorkerMessage message, long heardNanos) {
        ConnectedWorker worker = roster.find(link);
        if (worker == null) {
            return;
        }
        String name = worker.name();
        switch (message) {
            case WorkerMessage.CreditsTotal(long total) ->
                    feed(new Input.CreditsOffered(name, total));
            case WorkerMessage.ResultsSent results -> report(worker, results, heardNanos);
            case WorkerMessage.Beat beat -> beat(worker, beat, heardNanos);
            case WorkerMessage.ResourceWanted(long ticket, String resource, long user, int job) ->
                    feed(new Input.ResourceAsked(name, ticket, resource, user, job));
            case WorkerMessage.ResourceGivenBack(long ticket) ->
                    feed(new Input.ResourceReturned(name, ticket));
            case WorkerMessage.LeaseGivenBack(long lease) ->
                    feed(new Input.LeaseReturned(name, lease));
            case WorkerMessage.DrainWanted(String reason) -> drain(name, reason);
            case WorkerMessage.Farewell _ -> worker.markGoodbye();
        }
        if (message instanceof WorkerMessage.ResultsSent) {
            // Its results are here until they are on disk, and a few of them are enough.
            afterwards(link::acknowledge);
        } else {
            link.acknowledge();
        }
    }

    /// A part of a long message came from a worker. Its heartbeats wait behind the rest, and so it
    /// is told that it is heard without having asked.
    void heard(WorkerLink link) {
        ConnectedWorker worker = roster.find(link);
        if (worker == null) {
            return;
        }
        feed(new Input.PartReceived(worker.name()));
        worker.lastBeat()
                .ifPresent(sentNanos ->
                        link.echo(sentNanos, clock.getAsLong(), worker.memory().resultsKept()));
    }

    /// A stream ended.
    ///
    /// @param failure why, in words; empty when the worker ended it in order
    void ended(WorkerLink link, Optional<String> failure) {
        ConnectedWorker worker = roster.find(link);
        if (worker == null) {
            return;
        }
        roster.disconnect(worker);
        if (failure.isEmpty() && worker.saidGoodbye()) {
            link.complete();
            roster.forget(worker.name());
            feed(new Input.WorkerGone(worker.name(), Optional.empty()));
            supply.left(worker.name());
        } else {
            String why = failure.orElse("it ended its stream without a goodbye");
            link.abort(why);
            worker.memory().markBroken();
            supply.streamBroke(worker.name(), why);
        }
    }

    /// A worker was cut off for what it said: nobody waits for it.
    void expelled(WorkerLink link, String why) {
        ConnectedWorker worker = roster.find(link);
        if (worker != null) {
            gone(worker.name(), why);
            supply.givenUp(worker.name(), why);
        }
    }

    /// A worker whose stream broke may come back: it keeps what it has and gets no more meanwhile.
    ///
    /// @return the number of this break, for [#goneUnlessBack]
    int unreachable(String name, String why) {
        feed(new Input.WorkerUnreachable(name, why));
        WorkerMemory memory = roster.memory(name);
        return memory == null ? 0 : memory.breaks();
    }

    /// A worker that could have come back since its stream broke for the `breaks`-th time; when it
    /// did not, it is gone.
    void goneUnlessBack(String name, int breaks, String lastWords) {
        WorkerMemory memory = roster.memory(name);
        if (memory != null && memory.breaks() == breaks && !roster.isConnected(name)) {
            gone(name, lastWords);
            supply.givenUp(name, lastWords);
        }
    }

    /// A worker is gone whose stream had broken or whose process had ended.
    void gone(String name, String lastWords) {
        WorkerMemory memory = roster.memory(name);
        String why =
                memory != null && memory.wasKilled() ? "killed by hand: " + lastWords : lastWords;
        awaited.remove(name);
        abort(name, why);
        roster.forget(name);
        feed(new Input.WorkerGone(name, Optional.of(why)));
    }

    /// A worker that is here is being killed because somebody asked for it: when it is gone, that
    /// is why.
    void markKilled(String name) {
        WorkerMemory memory = roster.memory(name);
        if (memory != null) {
            memory.markKilled();
        }
    }

    /// A worker was killed because its pool ends: it is not lost, and nobody is to hear that it
    /// was.
    void dismissed(String name) {
        abort(name, "the pool is closed");
        roster.forget(name);
        feed(new Input.WorkerGone(name, Optional.empty()));
    }

    private void abort(String name, String why) {
        ConnectedWorker worker = roster.find(name);
        if (worker != null) {
            roster.disconnect(worker);
            worker.link().abort(why);
        }
    }

    /// A worker is to finish what it has and leave. One whose stream is broken is told when it
    /// comes back.
    void drain(String name, String reason) {
        WorkerMemory memory = roster.memory(name);
        if (memory != null && memory.markDrainAsked(reason)) {
            feed(new Input.DrainRequested(name, reason));
            supply.draining(name);
        }
    }

    /// Tells a worker to end its process at once; whether it could be told.
    boolean halt(String name, String reason) {
        ConnectedWorker worker = roster.find(name);
        if (worker == null || !worker.hello().adjusts()) {
            return false;
        }
        worker.link().halt(reason);
        return true;
    }

    /// No worker will come any more.
    void unavailable(Outcome outcome) {
        feed(new Input.WorkersUnavailable(outcome));
    }

    /// Our own bug: nothing can be decided any more. Ends every batch with this outcome, every
    /// stream, and whatever is submitted later.
    void abandonEverything(Outcome.Failed outcome) {
        broken = Optional.of(outcome);
        wakeAt = Long.MAX_VALUE;
        fed.clear();
        supply.notNeeded();
        for (LiveBatch live : batches.all()) {
            batches.abandon(live, outcome);
            finish(live.id());
        }
        for (ConnectedWorker worker : roster.connected()) {
            roster.disconnect(worker);
            worker.link().abort(outcome.describe());
            supply.givenUp(worker.name(), outcome.describe());
        }
        roster.names().forEach(roster::forget);
    }

    /// The journal can be written no more, or nothing can be decided: nothing is told any more, and
    /// nothing is ended, so that another coordinator can go on.
    void stop(String why) {
        broken = Optional.of(new Outcome.Failed(why, Origin.ofNobody()));
        wakeAt = Long.MAX_VALUE;
        fed.clear();
        supply.notNeeded();
        for (ConnectedWorker worker : roster.connected()) {
            roster.disconnect(worker);
            worker.link().abort(why);
        }
    }

    private void report(
            ConnectedWorker worker, WorkerMessage.ResultsSent results, long heardNanos) {
        if (!worker.memory().hearResults(results.sequence())) {
            return;
        }
        worker.clock().heard(results.sentNanos(), heardNanos);
        LeaseStamps known = leases.get(results.lease());
        LeaseStamps lease = known != null && known.isOf(worker) ? known : null;
        Report report = null;
        if (lease != null) {
            worker.clock().arrived(lease.sentNanos(), results.receivedNanos());
            report = new Report(results, lease);
        }
        for (WorkerMessage.UsedResource use : results.uses()) {
            resources
                    .find(use.name())
                    .ifPresent(resource ->
                            events.accept(
                                    new RunEvent.ResourceUsed(
                                            clock.getAsLong(),
                                            use.name(),
                                            use.waitNanos(),
                                            use.heldNanos(),
                                            resource.permits())));
        }
        WorkerMemory memory = worker.memory();
        feed(
                ResultsInput.of(worker, results, lease, timeout(lease)),
                report,
                () -> memory.keepResults(results.sequence()));
        if (results.creditsTotal() > 0) {
            feed(new Input.CreditsOffered(worker.name(), results.creditsTotal()));
        }
    }

    private Duration timeout(@Nullable LeaseStamps lease) {
        return Optional.ofNullable(lease)
                .flatMap(known -> batches.find(known.assign().batch()))
                .flatMap(live -> live.batch().options().timeout())
                .orElse(Duration.ZERO);
    }

    private void beat(ConnectedWorker worker, WorkerMessage.Beat beat, long heardNanos) {
        worker.clock().heard(beat.sentNanos(), heardNanos);
        beat.echo()
                .ifPresent(echo -> worker.clock().arrived(echo.heardNanos(), echo.receivedNanos()));
        worker.markBeat(beat.sentNanos());
        feed(new Input.HeartbeatReceived(worker.name(), beat.leases()));
        long now = clock.getAsLong();
        worker.link().echo(beat.sentNanos(), now, worker.memory().resultsKept());
        worker.tellEnded();
        events.accept(
                new RunEvent.WorkerMeasured(
                        now,
                        worker.name(),
                        beat.residentBytes(),
                        beat.cpuNanos(),
                        beat.lateNanos(),
                        worker.clock().errorNanos(),
                        beat.heapBytes(),
                        beat.heapMostBytes()));
        beat.progress()
                .ifPresent(progress ->
                        events.accept(
                                ProgressTold.event(
                                        worker,
                                        progress,
                                        key -> resources.find(key).isPresent(),
                                        leases::get,
                                        worker.clock().toOurs(beat.sentNanos()),
                                        now)));
        if (beat.abandonedThreads() > 0) {
            drain(worker.name(), "a job that did not stop holds one of its threads");
        }
    }

    // What must be done.

    private void feed(Input input) {
        feed(input, null, DispatchDriver::nothing);
    }

    private static void nothing() {}

    private void feed(Input input, @Nullable Report report, Runnable after) {
        if (broken.isPresent()) {
            return;
        }
        fed.add(new Fed(input, report, after));
        if (feeding) {
            return;
        }
        feeding = true;
        for (Fed next = fed.poll(); next != null; next = fed.poll()) {
            List<Command> commands = dispatcher.on(next.input(), clock.getAsLong());
            if (kept == null) {
                for (Command command : commands) {
                    carryOut(command, next.report());
                }
                next.after().run();
            } else {
                keep(kept, next, commands);
            }
        }
        feeding = false;
    }

    /// Writes a step down. By the time that it is carried out, a worker may be gone and another one
    /// here under its name, which must not get what the first one was to have.
    private void keep(KeptSteps steps, Fed step, List<Command> commands) {
        List<Decided> decided = new ArrayList<>(commands.size());
        for (Command command : commands) {
            if (command instanceof Command.WakeAt(long atNanos)) {
                wakeAt = atNanos;
            } else {
                String worker = addressee(command);
                decided.add(new Decided(command, worker == null ? null : roster.memory(worker)));
            }
        }
        Report report = step.report();
        steps.take(
                step.input(),
                commands,
                (input, all) -> payloads.of(input, all, report),
                () -> {
                    for (Decided next : decided) {
                        String worker = addressee(next.command());
                        if (worker == null || roster.memory(worker) == next.worker()) {
                            carryOut(next.command(), report);
                        }
                    }
                    step.after().run();
                });
    }

    private static @Nullable String addressee(Command command) {
        return switch (command) {
            case Command.Assign assign -> assign.worker();
            case Command.CancelJobs cancel -> cancel.worker();
            case Command.Drain drain -> drain.worker();
            case Command.Disconnect gone -> gone.worker();
            case Command.RefuseWorker refused -> refused.worker();
            case Command.GrantResource granted -> granted.worker();
            case Command.RefuseResource refused -> refused.worker();
            case Command.Deliver _,
                    Command.DeliverOutcome _,
                    Command.Drop _,
                    Command.ForgetLease _,
                    Command.RefuseBatch _,
                    Command.FinishBatch _,
                    Command.WakeAt _,
                    Command.Announce _ ->
                    null;
        };
    }

    private void carryOut(Command command, @Nullable Report report) {
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
            case Command.ForgetLease(long lease) -> leases.remove(lease);
            case Command.CancelJobs(String name, long lease, List<Integer> jobs) ->
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
            case Command.WakeAt(long atNanos) -> wakeAt = atNanos;
            case Command.Announce(RunEvent event) -> events.accept(event);
        }
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
        leases.put(
                assign.lease(), new LeaseStamps(assign, worker, assignedNanos, clock.getAsLong()));
    }

    private void refuse(LiveBatch live, String reason) {
        batches.refuse(live, reason);
        finish(live.id());
    }

    private void finish(long batch) {
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

    private void giveUp(String name, String reason) {
        awaited.remove(name);
        abort(name, reason);
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
}
