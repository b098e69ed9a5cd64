package dev.manykitchens.core.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// The workers that run the jobs of one submitter with a limit. Members stay from batch to batch,
/// because they are warm; only one that is gone or drains, or that has nothing to do for this
/// submitter while nobody in the crew can run what waits, makes room for another.
///
/// A member that drains is *parting*: it gets no more, but its place is free only when it has none
/// of the submitter's jobs any more, so that never more workers than allowed run them.
final class Crew {

    private final int most;
    private final SequencedMap<WorkerEntry, Member> members = new LinkedHashMap<>();

    private int threads;

    private static final class Member {
        private int leases;
        private boolean parting;
    }

    /// @param most how many workers at most, at least 1
    Crew(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /// Whether the worker may get jobs as a member.
    boolean has(WorkerEntry worker) {
        Member member = members.get(worker);
        return member != null && !member.parting;
    }

    boolean isFull() {
        return members.size() >= most;
    }

    /// Whether a member can run this recipe.
    boolean canRun(String recipe) {
        return members.entrySet().stream()
                .anyMatch(m -> !m.getValue().parting && m.getKey().skills().include(recipe));
    }

    /// A member that has none of the submitter's jobs: the one longest in the crew.
    Optional<WorkerEntry> unoccupied() {
        return members.entrySet().stream()
                .filter(m -> m.getValue().leases == 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// How many chunks its members can run at once.
    int threads() {
        return threads;
    }

    /// All members, the parting ones included, in the order in which they came.
    SequencedSet<WorkerEntry> members() {
        return members.sequencedKeySet();
    }

    /// Takes a worker in; there must be a place.
    void admit(WorkerEntry worker) {
        members.put(worker, new Member());
        threads += worker.threads();
    }

    /// A worker is about to have so many more threads than it has; fewer when negative.
    void grows(WorkerEntry worker, int more) {
        if (members.containsKey(worker)) {
            threads += more;
        }
    }

    /// Lets a worker go, whatever it has.
    void dismiss(WorkerEntry worker) {
        if (members.remove(worker) != null) {
            threads -= worker.threads();
        }
    }

    /// Lets a worker go as soon as it has none of the submitter's jobs; whether it is gone.
    boolean part(WorkerEntry worker) {
        Member member = members.get(worker);
        if (member == null) {
            return false;
        }
        member.parting = true;
        return leaveIfDone(worker, member);
    }

    /// Notes that a member holds one more lease of this submitter.
    void took(WorkerEntry worker) {
        Member member = members.get(worker);
        if (member != null) {
            member.leases++;
        }
    }

    /// Notes that a member holds one lease less; whether it is gone now.
    boolean released(WorkerEntry worker) {
        Member member = members.get(worker);
        if (member == null) {
            return false;
        }
        member.leases--;
        return leaveIfDone(worker, member);
    }

    private boolean leaveIfDone(WorkerEntry worker, Member member) {
        if (member.parting && member.leases == 0) {
            dismiss(worker);
            return true;
        }
        return false;
    }
}
