package dev.manykitchens.core.measurement;

import java.util.List;

/// By when jobs should be done, class by class.
///
/// @param classes names of the classes
/// @param limitNanos by class, the longest response that is not late; [#NEVER_LATE] where none is
/// @param classOf by job, the position of its class; jobs beyond begin anew. Neither array may be
///   changed
public record Deadlines(List<String> classes, long[] limitNanos, int[] classOf) {

    /// Of a class without a deadline.
    public static final long NEVER_LATE = Long.MAX_VALUE;

    /// No job has one.
    public static final Deadlines NONE = new Deadlines(List.of(), new long[0], new int[0]);

    public Deadlines {
        classes = List.copyOf(classes);
    }

    /// Whether any class has a deadline.
    public boolean isAny() {
        for (long limit : limitNanos) {
            if (limit != NEVER_LATE) {
                return true;
            }
        }
        return false;
    }

    int classOfJob(int job) {
        return classOf[job % classOf.length];
    }
}
