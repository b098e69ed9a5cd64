package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.value.Row;

import java.util.List;

/// Jobs that were taken from a supply in the order in which they are to begin: here they are
/// numbered in that order, there in which they came. All of them are taken.
///
/// @param numbers the supply's number of each
record TakenJobs(SimulatedJobs supply, int[] numbers) implements SimulatedJobs {

    @Override
    public Recipe recipe() {
        return supply.recipe();
    }

    @Override
    public long seed() {
        return supply.seed();
    }

    @Override
    public Row arguments(int job) {
        return supply.arguments(numbers[job]);
    }

    @Override
    public List<Step> steps(int job, JobRandom random) {
        return supply.steps(numbers[job], random);
    }

    @Override
    public JobBytes bytes(int job) {
        return supply.bytes(numbers[job]);
    }

    @Override
    public String describe(int job) {
        return supply.describe(numbers[job]);
    }

    @Override
    public void ended(int job, Outcome outcome, SimulatedTimes times, String worker) {
        supply.ended(numbers[job], outcome, times, worker);
    }
}
