package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What workers say while their streams are open: results, heartbeats, credits, and what they ask
/// for. Confined to the loop.
///
/// Results come and go in one step: the dispatcher decides about a report while it is at hand, so
/// values are never stored here.
final class WorkerConversation {

    /// When a job was sent, begun, done and so on.
    private static final long TIMES_BYTES = 6L * Long.BYTES;

    /// What a failure says is cut at about so many bytes.
    private static final long LONGEST_FAILURE = 512;

    private final WorkerRoster roster;
    private final LeaseTable leases;
    private final LiveBatches batches;
    private final NamedResources resources;
    private final WorkerMembership membership;
    private final DispatchSteps steps;
    private final EventSink events;
    private final LongSupplier clock;

    /// How many messages of each worker are acknowledged only once they are on disk.
    private final Map<WorkerLink, Integer> heldBack = new LinkedHashMap<>();

    /// @param clock monotonic nanoseconds
    WorkerConversation(
            WorkerRoster roster,
            LeaseTable leases,
            LiveBatches batches,
            NamedResources resources,
            WorkerMembership membership,
            DispatchSteps steps,
            EventSink events,
            LongSupplier clock) {
        this.roster = roster;
        this.leases = leases;
        this.batches = batches;
        this.resources = resources;
        this.membership = membership;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
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
                    steps.feed(new Input.CreditsOffered(name, total));
            case WorkerMessage.ResultsSent results -> report(worker, results, heardNanos);
            case WorkerMessage.Beat beat -> beat(worker, beat, heardNanos);
            case WorkerMessage.ResourceWanted(long ticket, String resource, long user, int job) ->
                    steps.feed(new Input.ResourceAsked(name, ticket, resource, user, job));
            case WorkerMessage.ResourceGivenBack(long ticket) ->
                    steps.feed(new Input.ResourceReturned(name, ticket));
            case WorkerMessage.LeaseGivenBack(long lease) ->
                    steps.feed(new Input.LeaseReturned(name, lease));
            case WorkerMessage.DrainWanted(String reason) -> membership.drain(name, reason);
            case WorkerMessage.Farewell _ -> worker.markGoodbye();
        }
        if (message instanceof WorkerMessage.ResultsSent results && steps.kept().isPresent()) {
            acknowledge(link, results, steps.kept().get().room());
        } else {
            link.acknowledge();
        }
    }

    /// Results are here until they are on disk.
    private void acknowledge(WorkerLink link, WorkerMessage.ResultsSent results, ResultsRoom room) {
        long bytes =
                results.successes().wireBytes(0, results.successes().size())
                        + TIMES_BYTES * results.count()
                        + LONGEST_FAILURE * results.failures().size();
        if (room.enter(bytes)) {
            link.acknowledge();
            steps.afterwards(() -> room.leave(bytes));
            return;
        }
        heldBack.merge(link, 1, Integer::sum);
        steps.afterwards(() -> {
            room.leave(bytes);
            heldBack.computeIfPresent(link, (_, messages) -> messages == 1 ? null : messages - 1);
            link.acknowledge();
        });
    }

    /// Workers that are held back are here, as far as anybody can know: their heartbeats wait
    /// behind what is not taken from them. Each time before it is seen who was silent for too long.
    void hearHeldBack() {
        List.copyOf(heldBack.keySet()).forEach(this::heard);
    }

    /// A part of a long message came from a worker. Its heartbeats wait behind the rest, and so it
    /// is told that it is heard without having asked.
    void heard(WorkerLink link) {
        ConnectedWorker worker = roster.find(link);
        if (worker == null) {
            return;
        }
        steps.feed(new Input.PartReceived(worker.name()));
        worker.lastBeat()
                .ifPresent(sentNanos ->
                        link.echo(sentNanos, clock.getAsLong(), worker.memory().resultsKept()));
    }

    private void report(
            ConnectedWorker worker, WorkerMessage.ResultsSent results, long heardNanos) {
        if (!worker.memory().hearResults(results.sequence())) {
            return;
        }
        worker.clock().heard(results.sentNanos(), heardNanos);
        LeaseStamps lease = leases.findOf(worker, results.lease());
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
        steps.feed(
                ResultsInput.of(worker, results, lease, timeout(lease)),
                report,
                () -> memory.keepResults(results.sequence()));
        if (results.creditsTotal() > 0) {
            steps.feed(new Input.CreditsOffered(worker.name(), results.creditsTotal()));
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
        steps.feed(new Input.HeartbeatReceived(worker.name(), beat.leases()));
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
        // Behind the news that these jobs were given to it.
        beat.progress()
                .map(progress ->
                        ProgressTold.event(
                                worker,
                                progress,
                                key -> resources.find(key).isPresent(),
                                leases::find,
                                worker.clock().toOurs(beat.sentNanos()),
                                now))
                .ifPresent(event -> steps.afterwards(() -> events.accept(event)));
        if (beat.abandonedThreads() > 0) {
            membership.drain(worker.name(), "a job that did not stop holds one of its threads");
        }
    }
}
