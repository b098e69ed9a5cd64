package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Coordinator;
import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.core.event.RunEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What the clients need of the coordinator, as it is there. Confined to the loop.
final class CoordinatorCluster implements Cluster {

    private final Coordinator coordinator;
    private final ClusterEvents events;

    CoordinatorCluster(Coordinator coordinator, ClusterEvents events) {
        this.coordinator = coordinator;
        this.events = events;
    }

    @Override
    public long now() {
        return coordinator.now();
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        coordinator.schedule(delay, task);
    }

    @Override
    public void post(Runnable task) {
        coordinator.onLoop(task);
    }

    @Override
    public void deliver(Runnable task) {
        coordinator.deliver(task);
    }

    @Override
    public void open(ClientSession client) {
        coordinator
                .clients()
                .open(
                        client.number(),
                        client.hello().workers(),
                        client.resourcesByKey(),
                        client.written());
    }

    @Override
    public void close(long client) {
        coordinator.clients().close(client);
    }

    @Override
    public void pause(long client, boolean paused) {
        coordinator.clients().pause(client, paused);
    }

    @Override
    public Optional<String> submit(
            Submission submission,
            LongConsumer numbered,
            Runnable onAccepted,
            Runnable onFinished) {
        return coordinator.clients().submit(submission, numbered, onAccepted, onFinished);
    }

    @Override
    public void afterwards(Runnable task) {
        coordinator.clients().afterwards(task);
    }

    @Override
    public void forget(long batch) {
        coordinator.clients().forget(batch);
    }

    @Override
    public void cancel(long batch) {
        coordinator.clients().cancel(batch);
    }

    @Override
    public void cancel(long batch, int job) {
        coordinator.clients().cancel(batch, job);
    }

    @Override
    public List<RunEvent.WorkerJoined> workers() {
        return events.active();
    }

    @Override
    public void tellOf(ClusterClient client, RunEvent.WorkerJoined worker) {
        events.tellOf(client, worker);
    }

    @Override
    public boolean canRun(String recipe) {
        return coordinator.workers().canRun(recipe);
    }
}
