package dev.manykitchens.core.load;

import java.util.Comparator;
import java.util.PriorityQueue;

/// The jobs that have come and are not handed in yet: the most urgent first, among equals the one
/// that came first. There is more than one only while a pool takes its time to take a job, as
/// `sequential` does, which runs it first. Confined to one thread.
final class ComeJobs {

    /// A job that has come.
    ///
    /// @param dueNanos its intended start
    /// @param mark what [HandIns#come] said
    record Come(int job, int priority, long dueNanos, long mark) {}

    private final PriorityQueue<Come> jobs =
            new PriorityQueue<>(
                    Comparator.comparingInt(Come::priority).reversed().thenComparingInt(Come::job));

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    void add(Come job) {
        jobs.add(job);
    }

    /// Takes the next; there must be one.
    Come remove() {
        return jobs.remove();
    }
}
