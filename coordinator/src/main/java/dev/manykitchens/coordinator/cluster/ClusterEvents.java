package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.ResourceKey;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Passes each event on to the clients whom it concerns: what happens to a batch to the client
/// whose it is, what happens to a worker to the clients whose jobs it runs. Confined to the loop;
/// messages are made where deliveries are.
final class ClusterEvents implements EventSink {

    private final EventSink also;
    private final Consumer<Runnable> deliveries;

    /// The workers here that were not lost and did not leave.
    private final Map<String, RunEvent.WorkerJoined> here = new LinkedHashMap<>();

    private final Map<String, WorkerState> states = new LinkedHashMap<>();
    private @Nullable ClusterClients clients;

    /// @param also hears everything, before the clients
    /// @param deliveries runs what tells clients, in sequence
    ClusterEvents(EventSink also, Consumer<Runnable> deliveries) {
        this.also = also;
        this.deliveries = deliveries;
    }

    /// Sets whom to tell; nobody is told of what happened before.
    void connect(ClusterClients those) {
        clients = those;
    }

    /// The workers that take jobs, the first to join first.
    List<RunEvent.WorkerJoined> active() {
        List<RunEvent.WorkerJoined> active = new ArrayList<>();
        here.forEach((name, joined) -> {
            if (states.get(name) == WorkerState.ACTIVE) {
                active.add(joined);
            }
        });
        return active;
    }

    @Override
    public void accept(RunEvent event) {
        also.accept(event);
        if (clients != null) {
            pass(event, clients);
        }
    }

    private void pass(RunEvent event, ClusterClients clients) {
        switch (event) {
            case RunEvent.JobsFinished(long at, long batch, String worker, JobColumns jobs) ->
                    toOwner(
                            clients,
                            batch,
                            worker,
                            their -> new RunEvent.JobsFinished(at, their, worker, jobs));
            case RunEvent.ChunkAssigned(
                            long at,
                            long lease,
                            String worker,
                            long batch,
                            int first,
                            int count) ->
                    toOwner(
                            clients,
                            batch,
                            worker,
                            their ->
                                    new RunEvent.ChunkAssigned(
                                            at, lease, worker, their, first, count));
            case RunEvent.JobsCopied(
                            long at,
                            long lease,
                            String worker,
                            long batch,
                            int first,
                            int count) ->
                    toOwner(
                            clients,
                            batch,
                            worker,
                            their ->
                                    new RunEvent.JobsCopied(
                                            at, lease, worker, their, first, count));
            case RunEvent.JobsRequeued(
                            long at,
                            long lease,
                            String worker,
                            long batch,
                            int first,
                            int count,
                            boolean counted) ->
                    toOwner(
                            clients,
                            batch,
                            worker,
                            their ->
                                    new RunEvent.JobsRequeued(
                                            at, lease, worker, their, first, count, counted));
            case RunEvent.ResourceUsed used -> toUser(clients, used);
            case RunEvent.WorkerJoined joined -> {
                here.put(joined.worker(), joined);
                states.put(joined.worker(), WorkerState.JOINING);
            }
            case RunEvent.WorkerResized resized -> {
                // Who hears of it later hears the new size.
                here.computeIfPresent(
                        resized.worker(),
                        (name, joined) ->
                                new RunEvent.WorkerJoined(
                                        joined.atNanos(),
                                        name,
                                        joined.host(),
                                        joined.pid(),
                                        resized.threads()));
                toThoseWhoKnow(clients, resized.worker(), resized);
            }
            case RunEvent.WorkerChanged changed -> change(clients, changed);
            case RunEvent.WorkerMeasured measured ->
                    toThoseWhoKnow(clients, measured.worker(), measured);
            case RunEvent.ResultsDropped dropped ->
                    toThoseWhoKnow(clients, dropped.worker(), dropped);
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.SettingsChanged _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    private void change(ClusterClients clients, RunEvent.WorkerChanged changed) {
        String worker = changed.worker();
        states.put(worker, changed.state());
        switch (changed.state()) {
            case ACTIVE -> {
                RunEvent.WorkerJoined joined = here.get(worker);
                // A client of all workers hears of it at once, others when it has their jobs.
                clients.forEachWelcomed(client -> {
                    if (joined != null && client.hello().workers() == 0) {
                        tellOf(client, joined);
                    }
                });
                toThoseWhoKnow(clients, worker, changed);
                clients.workersChanged();
            }
            case LOST, LEFT -> {
                toThoseWhoKnow(clients, worker, changed);
                here.remove(worker);
                states.remove(worker);
                clients.forEachWelcomed(client -> client.forgetWorker(worker));
            }
            case JOINING, SUSPECT, DRAINING -> toThoseWhoKnow(clients, worker, changed);
        }
    }

    /// Makes an event with the client's own number of a batch.
    private interface Renumbered {
        RunEvent with(long their);
    }

    private void toOwner(ClusterClients clients, long batch, String worker, Renumbered event) {
        clients.ofBatch(batch)
                .ifPresent(client ->
                        client.theirs(batch)
                                .ifPresent(their -> {
                                    RunEvent.WorkerJoined joined = here.get(worker);
                                    if (joined != null) {
                                        tellOf(client, joined);
                                    }
                                    switch (event.with(their)) {
                                        case RunEvent.JobsFinished finished ->
                                                tell(clients, client, finished);
                                        case RunEvent other -> tell(client, other);
                                    }
                                }));
    }

    private void toUser(ClusterClients clients, RunEvent.ResourceUsed used) {
        Optional<ResourceKey> key = ResourceKey.parse(used.resource());
        clients.forEachWelcomed(client -> {
            if (key.isPresent() && key.get().submitter() == client.number()) {
                tell(
                        client,
                        new RunEvent.ResourceUsed(
                                used.atNanos(),
                                key.get().name(),
                                used.waitNanos(),
                                used.heldNanos(),
                                used.permits()));
            }
        });
    }

    private void toThoseWhoKnow(ClusterClients clients, String worker, RunEvent event) {
        clients.forEachWelcomed(client -> {
            if (client.knows(worker)) {
                tell(client, event);
            }
        });
    }

    /// Tells a client of a worker that runs its jobs, once.
    void tellOf(ClusterClient client, RunEvent.WorkerJoined joined) {
        if (client.introduce(joined.worker())) {
            tell(client, joined);
            WorkerState state = states.get(joined.worker());
            if (state != null) {
                tell(
                        client,
                        new RunEvent.WorkerChanged(joined.atNanos(), joined.worker(), state, ""));
            }
        }
    }

    private void tell(ClusterClient client, RunEvent event) {
        deliveries.accept(() -> client.link().event(event));
    }

    /// Values follow behind the times of their jobs: the one counts for both.
    private void tell(
            ClusterClients clients, ClusterClient client, RunEvent.JobsFinished finished) {
        int jobs = finished.jobs().size();
        if (client.willBeTold(jobs)) {
            clients.paceMayHaveChanged(client.link());
        }
        deliveries.accept(() -> {
            client.link().event(finished);
            if (client.wasTold(jobs)) {
                clients.paceMayHaveChanged(client.link());
            }
        });
    }
}
