package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.job.BatchOptions;

/// How many of something there are of each priority, and which is the highest of which there is
/// one.
final class PriorityCount {

    /// As the highest priority: there is nothing.
    static final int NOTHING = -1;

    private final int[] counts = new int[BatchOptions.HIGHEST_PRIORITY + 1];
    private int highest = NOTHING;

    int highest() {
        return highest;
    }

    void add(int priority) {
        counts[priority]++;
        highest = Math.max(highest, priority);
    }

    void remove(int priority) {
        counts[priority]--;
        while (highest >= 0 && counts[highest] == 0) {
            highest--;
        }
    }
}
