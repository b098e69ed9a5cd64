package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.value.Row;

import java.util.List;

/// Jobs by number: what each does, and who hears what became of it.
interface SimulatedJobs {

    /// What jobs are made by.
    Recipe recipe();

    /// The seed of the random numbers of jobs.
    long seed();

    /// What a job is called with.
    Row arguments(int job);

    /// What a job does, at each attempt.
    ///
    /// @param random its own numbers from their start
    List<Step> steps(int job, JobRandom random);

    /// How much travels with a job.
    default JobBytes bytes(int job) {
        return JobBytes.NONE;
    }

    /// Which job it is, for people.
    String describe(int job);

    /// A job came to its end.
    ///
    /// @param worker where
    void ended(int job, Outcome outcome, SimulatedTimes times, String worker);
}
