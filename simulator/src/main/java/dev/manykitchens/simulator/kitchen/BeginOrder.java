package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.scenario.JobClass;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Which of the jobs that have come and are not begun is next: the oldest of the highest priority.
/// No job is kept: each priority has a place in the row of all jobs that only moves on.
final class BeginOrder {

    /// By class, the position of its priority; the highest is at 0.
    private final int[] levelOf;

    private final int[] priorities;

    // By priority.
    private final int[] next;
    private final int[] waiting;

    /// @param classes of the scenario
    BeginOrder(List<JobClass> classes) {
        List<Integer> levels = levels(classes).toList();
        levelOf = classes.stream().mapToInt(each -> levels.indexOf(each.priority())).toArray();
        priorities = levels.stream().mapToInt(Integer::intValue).toArray();
        next = new int[priorities.length];
        waiting = new int[priorities.length];
    }

    /// Whether jobs may begin in another order than they come.
    static boolean matters(List<JobClass> classes) {
        return levels(classes).count() > 1;
    }

    private static Stream<Integer> levels(List<JobClass> classes) {
        return classes.stream()
                .map(JobClass::priority)
                .distinct()
                .sorted(Comparator.reverseOrder());
    }

    /// A job of this class has come.
    void come(int jobClass) {
        waiting[levelOf[jobClass]]++;
    }

    /// The priority of a class.
    int priorityOf(int jobClass) {
        return priorities[levelOf[jobClass]];
    }

    /// Takes the next; there must be one.
    ///
    /// @param classes by job
    int take(int[] classes) {
        int level = level();
        int job = next[level];
        while (levelOf[classes[job]] != level) {
            job++;
        }
        next[level] = job + 1;
        waiting[level]--;
        return job;
    }

    private int level() {
        int level = 0;
        while (waiting[level] == 0) {
            level++;
        }
        return level;
    }
}
