package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.value.Column;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// A coordinator with one worker and a clock that is moved. Its batches run until they are told to
/// finish, or are cancelled. Where it has a journal, it writes there what a coordinator would.
final class FakeCluster implements Cluster {

    /// The batches that run, and what to call when they finish.
    final Map<Long, Runnable> running = new LinkedHashMap<>();

    final List<Long> closed = new ArrayList<>();

    /// Who is here.
    final List<RunEvent.WorkerJoined> workers =
            new ArrayList<>(List.of(new RunEvent.WorkerJoined(0, "w1", "here", 42, 1)));

    /// The batches that need not be kept any more.
    final List<Long> forgotten = new ArrayList<>();

    /// The clients nothing of which is given out.
    final Set<Long> paused = new HashSet<>();

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos));
    private long now;
    private long lastBatch = 100;
    private final Optional<MemoryJournal> journal;

    /// What is to be done behind what waits for the disk; null: nothing waits.
    private @Nullable List<Runnable> waiting;

    FakeCluster() {
        this(Optional.empty());
    }

    FakeCluster(Optional<MemoryJournal> journal) {
        this.journal = journal;
    }

    /// The disk takes its time until [#catchUp].
    void beSlow() {
        waiting = new ArrayList<>();
    }

    /// What waited for the disk happens.
    void catchUp() {
        List<Runnable> all = waiting == null ? List.of() : waiting;
        waiting = null;
        all.forEach(Runnable::run);
    }

    private void write(List<Fact> facts, Payload... payloads) {
        if (journal.isPresent()) {
            try {
                journal.get().force(List.of(new Written(facts, List.of(payloads))));
            } catch (JournalException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Jobs of a batch have results.
    void succeed(long batch, int first, long... values) {
        write(
                List.of(
                        new Fact.JobsReported(
                                0,
                                batch,
                                first,
                                values.length,
                                IntStream.range(first, first + values.length).toArray())),
                new Payload.OfResults(batch, first, Column.ofLongs(values)));
    }

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
        Runnable onFinished = Objects.requireNonNull(running.remove(batch), "no such batch runs");
        write(List.of(new Fact.BatchFinished(batch)), new Payload.OfFinish(batch, Instant.EPOCH));
        onFinished.run();
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
    public void open(ClientSession client) {
        write(
                List.of(new Fact.SubmitterCame(new Input.SubmitterOpened(client.number(), 0))),
                client.written());
    }

    @Override
    public void close(long client) {
        closed.add(client);
        paused.remove(client);
        write(List.of(new Fact.SubmitterWent(client)));
    }

    @Override
    public void pause(long client, boolean isPaused) {
        boolean isNew = isPaused ? paused.add(client) : paused.remove(client);
        if (!isNew) {
            throw new AssertionError("client %d must be told of once".formatted(client));
        }
    }

    @Override
    public Optional<String> submit(
            Submission submission,
            LongConsumer numbered,
            Runnable onAccepted,
            Runnable onFinished) {
        long batch = ++lastBatch;
        write(
                List.of(
                        new Fact.BatchAccepted(
                                new Input.BatchSubmitted(
                                        batch,
                                        submission.told().batch().recipe().name(),
                                        submission.told().batch().size(),
                                        1,
                                        0,
                                        submission.submitter(),
                                        false))),
                new Payload.OfBatch(
                        batch,
                        submission.submitter(),
                        submission.claim().theirs(),
                        submission.claim().key(),
                        submission.claim().detached(),
                        Instant.EPOCH,
                        submission.told()));
        numbered.accept(batch);
        onAccepted.run();
        running.put(batch, onFinished);
        return Optional.empty();
    }

    @Override
    public void afterwards(Runnable task) {
        if (waiting == null) {
            task.run();
        } else {
            waiting.add(task);
        }
    }

    @Override
    public void forget(long batch) {
        forgotten.add(batch);
        write(List.of(), new Payload.Forgotten(batch));
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
        return List.copyOf(workers);
    }

    @Override
    public void tellOf(ClusterClient client, RunEvent.WorkerJoined worker) {}

    @Override
    public boolean canRun(String recipe) {
        return true;
    }
}
