package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.core.event.RunEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/// A coordinator with one worker and a clock that is moved. Its batches run until they are told to
/// finish, or are cancelled.
final class FakeCluster implements ClusterClients.Cluster {

    /// The batches that run, and what to call when they finish.
    final Map<Long, Runnable> running = new LinkedHashMap<>();

    final List<Long> closed = new ArrayList<>();

    /// The batches that need not be kept any more.
    final List<Long> forgotten = new ArrayList<>();

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos));
    private long now;
    private long lastBatch = 100;

    private record Timer(long atNanos, Runnable task) {}

    /// Lets time pass and does what becomes due.
    void pass(Duration time) {
        long until = now + time.toNanos();
        while (!timers.isEmpty() && timers.peek().atNanos() <= until) {
            Timer due = timers.remove();
            now = due.atNanos();
            due.task().run();
        }
        now = until;
    }

    /// Every job of a batch has its outcome.
    void finish(long batch) {
        Objects.requireNonNull(running.remove(batch), "no such batch runs").run();
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        timers.add(new Timer(now + delay.toNanos(), task));
    }

    @Override
    public void post(Runnable task) {
        task.run();
    }

    @Override
    public void deliver(Runnable task) {
        task.run();
    }

    @Override
    public void open(ClientSession client) {}

    @Override
    public void close(long client) {
        closed.add(client);
    }

    @Override
    public Optional<String> submit(
            Submission submission,
            LongConsumer numbered,
            Runnable onAccepted,
            Runnable onFinished) {
        long batch = ++lastBatch;
        numbered.accept(batch);
        onAccepted.run();
        running.put(batch, onFinished);
        return Optional.empty();
    }

    @Override
    public void afterwards(Runnable task) {
        task.run();
    }

    @Override
    public void forget(long batch) {
        forgotten.add(batch);
    }

    @Override
    public void cancel(long batch) {
        if (running.containsKey(batch)) {
            finish(batch);
        }
    }

    @Override
    public void cancel(long batch, int job) {}

    @Override
    public List<RunEvent.WorkerJoined> workers() {
        return List.of(new RunEvent.WorkerJoined(0, "w1", "here", 42, 1));
    }

    @Override
    public void tellOf(ClusterClient client, RunEvent.WorkerJoined worker) {}

    @Override
    public boolean canRun(String recipe) {
        return true;
    }
}
