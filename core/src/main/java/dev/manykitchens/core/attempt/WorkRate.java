package dev.manykitchens.core.attempt;

import dev.manykitchens.core.cpu.CpuWork;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.recipe.Work;

import java.util.List;

/// How many units of calibrated work stand for one second of CPU time, as the submitter of a batch
/// sees it.
public final class WorkRate {

    private WorkRate() {}

    /// The rate of this machine for a batch that has calibrated work in its first job; 0 for one
    /// that has not, so that nobody waits for a calibration that is not needed.
    public static double of(Batch batch) {
        return needed(batch) ? CpuWork.calibration().unitsPerSecond() : 0;
    }

    private static boolean needed(Batch batch) {
        return switch (batch.options().work()) {
            case Work.Computing _ -> true;
            case Work.None _, Work.Waiting _ -> false;
            case Work.Own own -> batch.size() > 0 && inFirstJob(batch, own);
        };
    }

    private static boolean inFirstJob(Batch batch, Work work) {
        try {
            JobRandom random = JobRandom.of(batch.options().seed(), 0);
            return hasAmount(work.stepsOf(batch.recipe(), batch.arguments().row(0), random));
        } catch (RuntimeException _) {
            // The recipe will say so again when the job runs, and then it is the job's outcome.
            return false;
        }
    }

    private static boolean hasAmount(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (hasAmount(steps.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAmount(Step step) {
        return switch (step) {
            case Step.Wait _ -> false;
            case Step.Compute(var computation) -> computation instanceof Computation.Amount;
            case Step.Offload(var computation) -> computation instanceof Computation.Amount;
            case Step.Use(_, List<Step> inner) -> hasAmount(inner);
        };
    }
}
