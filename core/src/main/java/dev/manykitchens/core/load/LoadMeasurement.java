package dev.manykitchens.core.load;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.ClassResponses;
import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.measurement.LateJobs;
import dev.manykitchens.core.measurement.Latency;

import java.util.List;

/// What a pool did under a load.
///
/// @param counts how many jobs came and went
/// @param keepingUp whether the pool keeps up
/// @param response from the intended start of a job until its outcome was known, over the jobs that
///   succeeded and those that were cancelled, which have waited at least so long
/// @param service from the start of a job where it runs to its end there, over the jobs that
///   succeeded
/// @param generator what the generator of the load did to the figures
/// @param failures how the first jobs ended that failed
/// @param late how many jobs took longer than their deadline, whatever became of them
/// @param costs a sample of what jobs cost that succeeded
/// @param waySeconds how long they were on their way to where they ran, and their outcomes on the
///   way back, both together, on average; NaN when none succeeded
/// @param byClass the response of each class of jobs, whatever became of them
public record LoadMeasurement(
        LoadCounts counts,
        KeepingUp keepingUp,
        Latency response,
        Latency service,
        GeneratorFigures generator,
        List<Outcome> failures,
        LateJobs late,
        JobCosts costs,
        double waySeconds,
        ClassResponses byClass) {

    /// So many failures are kept.
    static final int MOST_FAILURES = 3;

    public LoadMeasurement {
        failures = List.copyOf(failures);
    }

    /// Of jobs without deadlines, that are all of one class, of whose costs nobody keeps a sample.
    public LoadMeasurement(
            LoadCounts counts,
            KeepingUp keepingUp,
            Latency response,
            Latency service,
            GeneratorFigures generator,
            List<Outcome> failures) {
        this(
                counts,
                keepingUp,
                response,
                service,
                generator,
                failures,
                LateJobs.NONE,
                JobCosts.NONE,
                Double.NaN,
                ClassResponses.NONE);
    }

    /// Whether the response times are those of the pool, and not of how long the load went on.
    public boolean hasSettled() {
        return keepingUp.answer() != KeepingUp.Answer.NO;
    }
}
