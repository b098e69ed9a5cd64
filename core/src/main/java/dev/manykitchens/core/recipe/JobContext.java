package dev.manykitchens.core.recipe;

/// What running code can ask of the pool that runs it. Confined to the thread that runs the job.
public interface JobContext {

    /// The job's position in its batch, from 0.
    int job();

    /// Which try this is, from 1.
    int attempt();

    /// This job's own random numbers: the same for every attempt and on every pool.
    JobRandom random();

    /// Whether the process that runs the job is a worker's, which another one replaces when a job
    /// ends it.
    default boolean mayEndProcess() {
        return false;
    }

    /// A good moment to be interrupted: lets another thread have the stove when the switch interval
    /// is over, and ends the job when it was cancelled or its time is up. Costs a few nanoseconds
    /// when there is nothing to do.
    ///
    /// @throws JobStoppedException when the job must end now; let it pass
    void checkpoint();
}
