package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.Lineup;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.TreeSet;

/// The workers that are here, each in one of two queues: *heard* lately or *silent*. In both the
/// one that has been silent longest is in front, so that nobody need be searched for.
final class Workers {

    private final Map<String, WorkerEntry> byName = new HashMap<>();
    private final Lineup<WorkerEntry> heard = new Lineup<>();

    /// Sorted, because a worker whose stream broke comes here sooner than others.
    private final TreeSet<WorkerEntry> silent =
            new TreeSet<>(
                    Comparator.comparingLong(WorkerEntry::lastHeard)
                            .thenComparing(WorkerEntry::name));

    private final Map<Set<String>, Skills> skills = new HashMap<>();
    private final Outbox out;
    private int activeThreads;

    Workers(Outbox out) {
        this.out = out;
    }

    @Nullable WorkerEntry find(String name) {
        // A worker often says two things in a row: what it has done, and that it takes more.
        WorkerEntry last = heard.last();
        return last != null && last.name().equals(name) ? last : byName.get(name);
    }

    int size() {
        return byName.size();
    }

    /// How many chunks the active workers can run at once.
    int activeThreads() {
        return activeThreads;
    }

    /// Takes in a worker that said hello.
    ///
    /// @param lastLease the number of the last lease given
    void join(Input.WorkerJoined hello, long lastLease, long listenedNanos) {
        Skills its = skills.computeIfAbsent(hello.recipes(), Skills::new);
        its.gain();
        WorkerEntry worker = new WorkerEntry(hello, its, lastLease, listenedNanos);
        byName.put(worker.name(), worker);
        worker.standAt(heard.putLast(worker));
    }

    void remove(WorkerEntry worker) {
        byName.remove(worker.name());
        if (worker.isSilent()) {
            silent.remove(worker);
        } else {
            heard.leave(worker.place());
            worker.standAt(Lineup.NOWHERE);
        }
        if (worker.skills().lose()) {
            skills.remove(worker.skills().recipes());
        }
    }

    /// Takes in a sign of life.
    void hear(WorkerEntry worker, long listenedNanos) {
        if (worker.isSilent()) {
            silent.remove(worker);
            worker.standAt(heard.putLast(worker));
        } else {
            heard.moveLast(worker.place());
        }
        worker.markHeard(listenedNanos);
    }

    /// Takes in a sign of life of a silent worker that does not end its silence.
    void hearSilent(WorkerEntry worker, long listenedNanos) {
        silent.remove(worker);
        worker.markHeardInSilence(listenedNanos);
        silent.add(worker);
    }

    /// Moves the worker to the silent ones.
    void markSilent(WorkerEntry worker) {
        heard.leave(worker.place());
        worker.standAt(Lineup.NOWHERE);
        worker.markSilent();
        silent.add(worker);
    }

    /// Of those heard lately, the one silent for longest.
    @Nullable WorkerEntry firstHeard() {
        return heard.first();
    }

    /// Of the silent ones, the one silent for longest.
    @Nullable WorkerEntry firstSilent() {
        return silent.isEmpty() ? null : silent.first();
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

    Collection<WorkerEntry> heard() {
        return heard;
    }

    SequencedCollection<WorkerEntry> silent() {
        return Collections.unmodifiableSequencedSet(silent);
    }

    /// Changes how many threads a worker has.
    void resize(WorkerEntry worker, int threads) {
        int more = threads - worker.threads();
        if (worker.state() == WorkerState.ACTIVE) {
            activeThreads += more;
        }
        for (Submitter submitter : worker.crews()) {
            Crew crew = submitter.crew();
            if (crew != null) {
                crew.grows(worker, more);
            }
        }
        worker.resize(threads);
    }

    /// How many different skills are known, for tests that nothing grows.
    int kinds() {
        return skills.size();
    }
}
