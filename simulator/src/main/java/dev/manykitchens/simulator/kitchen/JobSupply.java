package dev.manykitchens.simulator.kitchen;

/// Where an engine takes jobs from, and whom it tells of their ends. There may be more of them
/// later.
interface JobSupply extends SimulatedJobs {

    /// Whether a job is there that is not begun.
    boolean hasNext();

    /// The next job to begin; there must be one.
    int next();

    /// How many jobs are there and not begun.
    int remaining();

    /// How often a job is tried at most when its worker dies under it.
    int attempts();

    /// Before which other supplies of an engine this one goes: those with a lower one. A supply
    /// whose jobs differ says itself which is next.
    default int priority() {
        return 0;
    }

    /// The priority of a job.
    default int priorityOf(int job) {
        return 0;
    }
}
