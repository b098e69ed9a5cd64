package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.SequencedCollection;

/// The workers that are here, each in one of two queues: *heard* lately or *silent*. In both the
/// one that has been silent longest is in front, so that nobody need be searched for.
final class Workers {

    private final LinkedHashMap<String, WorkerEntry> heard = new LinkedHashMap<>();
    private final LinkedHashMap<String, WorkerEntry> silent = new LinkedHashMap<>();
    private final Outbox out;
    private int activeThreads;

    Workers(Outbox out) {
        this.out = out;
    }

    @Nullable WorkerEntry find(String name) {
        WorkerEntry worker = heard.get(name);
        return worker != null ? worker : silent.get(name);
    }

    int size() {
        return heard.size() + silent.size();
    }

    /// How many chunks the active workers can run at once.
    int activeThreads() {
        return activeThreads;
    }

    void add(WorkerEntry worker) {
        heard.put(worker.name(), worker);
    }

    void remove(WorkerEntry worker) {
        (worker.isSilent() ? silent : heard).remove(worker.name());
    }

    /// Takes in a sign of life.
    void hear(WorkerEntry worker, long listenedNanos) {
        if (worker.isSilent()) {
            silent.remove(worker.name());
        }
        worker.markHeard(listenedNanos);
        heard.putLast(worker.name(), worker);
    }

    /// Moves the worker to the silent ones.
    void markSilent(WorkerEntry worker) {
        heard.remove(worker.name());
        worker.markSilent();
        silent.put(worker.name(), worker);
    }

    /// Of those heard lately, the one silent for longest.
    @Nullable WorkerEntry firstHeard() {
        return heard.isEmpty() ? null : heard.firstEntry().getValue();
    }

    /// Of the silent ones, the one silent for longest.
    @Nullable WorkerEntry firstSilent() {
        return silent.isEmpty() ? null : silent.firstEntry().getValue();
    }

    /// Changes a worker's state and says so.
    void transition(WorkerEntry worker, WorkerState next, String reason, long nowNanos) {
        if (worker.state() == WorkerState.ACTIVE) {
            activeThreads -= worker.threads();
        }
        if (next == WorkerState.ACTIVE) {
            activeThreads += worker.threads();
        }
        worker.transitionTo(next);
        out.announce(new RunEvent.WorkerChanged(nowNanos, worker.name(), next, reason));
    }

    SequencedCollection<WorkerEntry> heard() {
        return heard.sequencedValues();
    }

    SequencedCollection<WorkerEntry> silent() {
        return silent.sequencedValues();
    }
}
