package dev.manykitchens.simulator.kitchen;

/// How a named resource was used in a run, in every kitchen together.
///
/// @param permits how many permits there were
/// @param uses how often one was used
/// @param waitNanos how long jobs waited for them, all uses together
/// @param heldNanos how long they were held, all uses together
public record ResourceUsage(int permits, long uses, long waitNanos, long heldNanos) {

    /// The part of the permits' time in which they were held, from 0 to 1.
    ///
    /// @param elapsedNanos how long the run took; a run that took no time used nothing
    public double utilisation(long elapsedNanos) {
        return elapsedNanos == 0 ? 0 : (double) heldNanos / elapsedNanos / permits;
    }

    /// The same use of so many permits.
    ResourceUsage of(int number) {
        return new ResourceUsage(number, uses, waitNanos, heldNanos);
    }

    ResourceUsage plus(ResourceUsage other) {
        return new ResourceUsage(
                permits + other.permits,
                uses + other.uses,
                waitNanos + other.waitNanos,
                heldNanos + other.heldNanos);
    }
}
