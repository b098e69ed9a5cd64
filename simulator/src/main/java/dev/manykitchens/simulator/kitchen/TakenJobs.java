package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;

import java.util.List;

/// Jobs that were taken from a supply in the order in which they are to begin: here they are
/// numbered in that order, there in which they came. All of them are taken.
///
/// @param numbers the supply's number of each
record TakenJobs(JobSupply supply, int[] numbers) implements JobSupply {

    @Override
    public boolean hasNext() {
        return false;
    }

    @Override
    public int next() {
        throw new IllegalStateException("jobs must be left to be taken, all of these are");
    }

    @Override
    public int remaining() {
        return 0;
    }

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
    public String describe(int job) {
        return supply.describe(numbers[job]);
    }

    @Override
    public void ended(int job, Outcome outcome, SimulatedTimes times, SimulatedKitchen kitchen) {
        supply.ended(numbers[job], outcome, times, kitchen);
    }
}
