package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.Travel;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Gathering;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Value;

import java.util.List;
import java.util.function.Consumer;

/// The way into a coordinator of jobs that are submitted one by one. Thread-safe.
final class SingleJobs implements Gathering.Way {

    private final Coordinator coordinator;
    private final Consumer<Recipe> requireRunnable;
    private final boolean speculate;

    /// @param requireRunnable refuses a recipe that no worker can run
    /// @param speculate whether the slowest of them may get a second copy
    SingleJobs(Coordinator coordinator, Consumer<Recipe> requireRunnable, boolean speculate) {
        this.coordinator = coordinator;
        this.requireRunnable = requireRunnable;
        this.speculate = speculate;
    }

    @Override
    public void requireRunnable(Recipe recipe) {
        requireRunnable.accept(recipe);
    }

    @Override
    public void admit(Recipe recipe, List<Value> arguments) {
        Travel.requireTravels(recipe, arguments);
        coordinator.admitJob();
    }

    @Override
    public void takeSoon(Runnable take) {
        coordinator.takeSoon(take);
    }

    @Override
    public RunningBatch start(Batch batch, double unitsPerSecond, BatchListener listener) {
        return coordinator.startAdmitted(
                Submission.gathered(batch, unitsPerSecond, speculate, listener));
    }

    @Override
    public void deliver(Runnable told) {
        coordinator.deliver(told);
    }

    @Override
    public void ended(int jobs) {
        coordinator.jobsEnded(jobs);
    }
}
