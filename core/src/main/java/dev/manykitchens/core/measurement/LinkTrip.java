package dev.manykitchens.core.measurement;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cookbook.FollowSteps;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A job that is nothing but a message to a worker of another JVM and back, and takes the way that
/// the jobs of a batch take: brief ones run where a worker hears its coordinator, all others on a
/// thread of their own, by other code.
final class LinkTrip {

    private LinkTrip() {}

    /// A batch of one such job.
    ///
    /// @param jobs what it is to be like
    /// @param pool where it is to run
    static Batch like(Batch jobs, PoolSpec pool) {
        // Python knows no steps as text, and no brief jobs.
        return pool.kind().isPython() || areBrief(jobs) ? brief() : longer();
    }

    private static boolean areBrief(Batch jobs) {
        return switch (jobs.options().work()) {
            case Work.Own _, Work.None _ ->
                    jobs.options().timeout().isEmpty()
                            && jobs.size() > 0
                            && jobs.recipe().isBrief(jobs.arguments().row(0));
            case Work.Waiting _, Work.Computing _ -> false;
        };
    }

    private static Batch brief() {
        return new Batch(
                new ComputeSquare(),
                new Columns(1, List.of(Column.of(ValueType.INTEGER, List.of(Value.of(1))))),
                BatchOptions.DEFAULTS.withWork(Work.none()));
    }

    /// The jobs of scenarios, which no worker JVM takes for brief; these have nothing to do.
    private static Batch longer() {
        return new Batch(
                new FollowSteps(),
                new Columns(1, List.of(Column.of(ValueType.TEXT, List.of(Value.of("cpu 0ns"))))),
                BatchOptions.DEFAULTS);
    }
}
