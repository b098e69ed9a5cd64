package dev.manykitchens.cli.fault;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Which process is at each place of a pool of worker JVMs, from the pool's events. As the pool
/// does, it gives the place that is empty longest to whoever joins. Thread-safe.
final class WorkerPlaces implements EventSink {

    private record Worker(String name, long pid) {}

    // Guarded by this monitor.
    private final Map<Integer, Worker> workers = new HashMap<>();
    private final Deque<Integer> vacant = new ArrayDeque<>();

    WorkerPlaces(int size) {
        for (int place = 1; place <= size; place++) {
            vacant.addLast(place);
        }
    }

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.WorkerJoined(_, String worker, _, long pid, _) -> joined(worker, pid);
            case RunEvent.WorkerChanged(_, String worker, WorkerState state, _) -> {
                if (state == WorkerState.LOST || state == WorkerState.LEFT) {
                    gone(worker);
                }
            }
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobsFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerMeasured _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// The process at a place; empty when nobody is there now.
    synchronized OptionalLong pidAt(int place) {
        Worker worker = workers.get(place);
        return worker == null ? OptionalLong.empty() : OptionalLong.of(worker.pid());
    }

    /// The first of them are numbered as their places are, whatever order they join in.
    private synchronized void joined(String worker, long pid) {
        Integer own = numberOf(worker);
        Integer place = vacant.remove(own) ? own : vacant.pollFirst();
        if (place != null) {
            workers.put(place, new Worker(worker, pid));
        }
    }

    private synchronized void gone(String name) {
        workers.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(place -> {
                    workers.remove(place);
                    vacant.addLast(place);
                });
    }

    private static Integer numberOf(String worker) {
        try {
            return Integer.valueOf(worker.substring(1));
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            return 0;
        }
    }
}
