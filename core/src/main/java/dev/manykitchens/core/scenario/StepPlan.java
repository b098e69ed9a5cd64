package dev.manykitchens.core.scenario;

import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.recipe.RecipeCode;

import java.util.List;

/// One step of the jobs of a scenario, before anything is drawn: as
/// [dev.manykitchens.core.recipe.Step], with distributions where that has durations.
public sealed interface StepPlan {

    /// Computes for a calibrated amount of work on a stove.
    record Cpu(DurationDistribution amount) implements StepPlan {}

    /// Waits as for the network, a disk or a person.
    record Wait(DurationDistribution duration) implements StepPlan {}

    /// Computes for a calibrated amount of work without a stove.
    record Offload(DurationDistribution amount) implements StepPlan {}

    /// Holds one permit of a named resource while the inner steps run.
    record Use(String resource, List<StepPlan> steps) implements StepPlan {
        public Use {
            steps = List.copyOf(steps);
        }
    }

    /// Does what one of the jobs did that were measured: computes on a stove, then waits.
    record Replay(JobCosts costs) implements StepPlan {}

    /// Runs a recipe: its steps, then its real code, whose result nobody wants.
    record Run(RecipeCode code) implements StepPlan {}
}
