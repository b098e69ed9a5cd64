package dev.manykitchens.worker;

import dev.manykitchens.core.cpu.CpuWork;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.worker.link.AssignedChunk.DefinedBatch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What this worker knows of a batch: how to run its jobs, or why it cannot.
sealed interface BatchFacts {

    /// Its jobs can be run.
    ///
    /// @param workUnitsPerSecond units of calibrated work in a second of CPU time; 0: measure
    /// @param desk where its jobs ask for resources
    record Known(Recipe recipe, BatchOptions options, double workUnitsPerSecond, BatchDesk desk)
            implements BatchFacts {

        @Override
        public void retain() {
            var _ = desk.retain();
        }

        @Override
        public void release() {
            desk.release();
        }

        /// Whether every job with these arguments is over within some microseconds, by the word of
        /// its recipe. A job that has a time limit may have to be stopped, and counts as long.
        boolean isBrief(Columns arguments) {
            boolean isItsOwn =
                    switch (options.work()) {
                        case Work.Own _, Work.None _ -> true;
                        case Work.Waiting _, Work.Computing _ -> false;
                    };
            if (!isItsOwn || options.timeout().isPresent()) {
                return false;
            }
            try {
                for (int job = 0; job < arguments.rows(); job++) {
                    if (!recipe.isBrief(arguments.row(job))) {
                        return false;
                    }
                }
                return true;
            } catch (Throwable _) {
                // Arguments that do not fit, or somebody's bug: it fails where it harms nobody.
                return false;
            }
        }

        /// Why these arguments do not fit the recipe of this JVM; null when they do.
        @Nullable String misfit(Columns arguments) {
            List<Parameter> parameters = recipe.parameters();
            List<Column> columns = arguments.columns();
            boolean fits = parameters.size() == columns.size();
            for (int i = 0; fits && i < columns.size(); i++) {
                fits = parameters.get(i).type() == columns.get(i).type();
            }
            return fits
                    ? null
                    : "the recipe %s must take the same arguments in this worker JVM as where the job came from, does not; use the same recipe jars on both sides"
                            .formatted(recipe.name());
        }
    }

    /// None of its jobs can be run.
    ///
    /// @param reason for people, one line
    record Refused(String reason) implements BatchFacts {

        @Override
        public void retain() {}

        @Override
        public void release() {}
    }

    private static double unitsPerSecond(DefinedBatch definition, double speed) {
        double told = definition.workUnitsPerSecond();
        if (speed == 1) {
            return told;
        }
        return (told > 0 ? told : CpuWork.calibration().unitsPerSecond()) / speed;
    }

    /// A chunk uses them.
    void retain();

    /// The batch or a chunk uses them no more.
    void release();

    /// The facts of a batch as it was defined.
    ///
    /// @param speed how fast this worker computes calibrated work: a slow one has more to do
    static BatchFacts of(DefinedBatch definition, RecipeBook book, double speed, BatchDesk desk) {
        try {
            Recipe recipe = book.get(definition.recipe());
            BatchOptions options =
                    new BatchOptions(
                            Work.parse(definition.work()),
                            definition.timeScale(),
                            definition.seed(),
                            definition.timeoutNanos() == 0
                                    ? Optional.empty()
                                    : Optional.of(Duration.ofNanos(definition.timeoutNanos())),
                            BatchOptions.DEFAULTS.attempts());
            return new Known(recipe, options, unitsPerSecond(definition, speed), desk);
        } catch (IllegalArgumentException e) {
            return new Refused(
                    "a worker JVM must be able to run the job, cannot: "
                            + e.getMessage()
                            + " (worker JVMs know the recipes of their class path and of --recipes)");
        }
    }
}
