package dev.manykitchens.core.load;

/// How many jobs of a load came and went.
///
/// @param seconds for how long they came: the planned duration, unless the load was stopped before
/// @param offered how many came
/// @param completed how many of these had their outcome, whatever it was, when no more came
/// @param failed how many ended without a result, then or later, without those that were cancelled
/// @param cancelled how many had not ended when the limit for that was over, or the load was
///   stopped
public record LoadCounts(double seconds, int offered, int completed, int failed, int cancelled) {

    public LoadCounts {
        if (completed > offered || failed + cancelled > offered) {
            throw new IllegalArgumentException(
                    "what happened to jobs must not be more than %d, was %d completed, %d failed, %d cancelled"
                            .formatted(offered, completed, failed, cancelled));
        }
    }

    /// Jobs that had come and not ended when no more came: those that wait and those that run.
    public int inSystemAtEnd() {
        return offered - completed;
    }

    /// Jobs that came, a second.
    public double offeredPerSecond() {
        return offered / seconds;
    }

    /// Jobs that ended while others came, a second.
    public double completedPerSecond() {
        return completed / seconds;
    }
}
