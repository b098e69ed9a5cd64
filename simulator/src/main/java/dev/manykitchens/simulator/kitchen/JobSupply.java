package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;

import java.util.List;

/// Where an engine takes jobs from, and whom it tells of their ends. There may be more of them
/// later.
interface JobSupply {

    /// Whether a job is there that is not begun.
    boolean hasNext();

    /// The next job to begin; there must be one.
    int next();

    /// How many jobs are there and not begun.
    int remaining();

    /// Before which other supplies of an engine this one goes: those with a lower one. A supply
    /// whose jobs differ says itself which is next.
    default int priority() {
        return 0;
    }

    /// The priority of a job.
    default int priorityOf(int job) {
        return 0;
    }

    /// What jobs are made by.
    Recipe recipe();

    /// The seed of the random numbers of jobs.
    long seed();

    /// What a job is called with.
    Row arguments(int job);

    /// What a job does.
    ///
    /// @param random its own numbers from their start
    List<Step> steps(int job, JobRandom random);

    /// Which job it is, for people.
    String describe(int job);

    /// A job came to its end.
    void ended(int job, Outcome outcome, SimulatedTimes times, SimulatedKitchen kitchen);
}
