package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Keeps every event. Thread-safe.
public final class RecordedEvents implements EventSink {

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private volatile Consumer<RunEvent> reaction = _ -> {};

    @Override
    public void accept(RunEvent event) {
        events.add(event);
        reaction.accept(event);
    }

    /// Calls this with every event to come, on the thread that gives it.
    public void react(Consumer<RunEvent> consumer) {
        reaction = consumer;
    }

    public <E extends RunEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Waits until there is such an event.
    public <E extends RunEvent> E await(Class<E> kind, Predicate<E> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> all(kind).stream().filter(wanted).findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    public List<RunEvent.WorkerJoined> workers() {
        return all(RunEvent.WorkerJoined.class);
    }

    public List<RunEvent.WorkerChanged> changesTo(WorkerState state) {
        return all(RunEvent.WorkerChanged.class).stream()
                .filter(change -> change.state() == state)
                .toList();
    }

    /// The process ids of all workers that ever joined.
    public List<Long> pids() {
        return workers().stream().map(RunEvent.WorkerJoined::pid).toList();
    }

    public int requeued() {
        return all(RunEvent.JobsRequeued.class).stream()
                .mapToInt(RunEvent.JobsRequeued::count)
                .sum();
    }

    public List<JobColumns> finished() {
        return all(RunEvent.JobsFinished.class).stream().map(RunEvent.JobsFinished::jobs).toList();
    }

    /// Waits until none of the workers' processes is alive.
    public static void awaitEnd(List<Long> pids, Duration limit) {
        Awaitility.await()
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> pids.stream().noneMatch(RecordedEvents::isAlive));
    }

    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
