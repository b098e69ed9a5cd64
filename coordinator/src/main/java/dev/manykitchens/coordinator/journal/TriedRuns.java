package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.dispatch.OpenWork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// In which attempt jobs of a batch run next, for those that were tried before: runs of jobs, none
/// of which overlap. Remembers which of them changed since they were last written.
final class TriedRuns {

    /// By first job.
    private final NavigableMap<Integer, OpenWork.TriedJobs> runs = new TreeMap<>();

    /// First jobs of runs that came, went, or are others.
    private final Set<Integer> changed = new TreeSet<>();

    /// As it was read.
    void restore(OpenWork.TriedJobs run) {
        runs.put(run.first(), run);
    }

    /// These jobs run in this attempt next.
    void set(int first, int count, int attempt) {
        if (count < 1) {
            return;
        }
        clear(first, count);
        put(new OpenWork.TriedJobs(first, count, attempt));
    }

    /// These jobs run no more.
    void clear(int first, int count) {
        if (runs.isEmpty() || count < 1) {
            return;
        }
        int end = first + count;
        Map.Entry<Integer, OpenWork.TriedJobs> at = runs.lowerEntry(end);
        while (at != null && end(at.getValue()) > first) {
            OpenWork.TriedJobs run = at.getValue();
            runs.remove(run.first());
            changed.add(run.first());
            if (end(run) > end) {
                put(new OpenWork.TriedJobs(end, end(run) - end, run.attempt()));
            }
            if (run.first() < first) {
                put(new OpenWork.TriedJobs(run.first(), first - run.first(), run.attempt()));
            }
            at = runs.lowerEntry(run.first());
        }
    }

    /// None of them runs any more.
    void clear() {
        changed.addAll(runs.keySet());
        runs.clear();
    }

    private void put(OpenWork.TriedJobs run) {
        runs.put(run.first(), run);
        changed.add(run.first());
    }

    private static int end(OpenWork.TriedJobs run) {
        return run.first() + run.count();
    }

    /// How many runs there are.
    int size() {
        return runs.size();
    }

    /// The first jobs of the runs that changed, which count as written from now on.
    List<Integer> takeChanged() {
        List<Integer> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    /// The run that begins with this job, or null.
    OpenWork.@Nullable TriedJobs startingAt(int first) {
        return runs.get(first);
    }

    /// The runs, each as long as it can be.
    List<OpenWork.TriedJobs> joined() {
        List<OpenWork.TriedJobs> joined = new ArrayList<>();
        for (OpenWork.TriedJobs run : runs.values()) {
            OpenWork.TriedJobs before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && end(before) == run.first() && before.attempt() == run.attempt()) {
                joined.removeLast();
                joined.add(
                        new OpenWork.TriedJobs(
                                before.first(), before.count() + run.count(), run.attempt()));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }
}
