package dev.manykitchens.core.load;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.ClassResponses;
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
/// @param byClass the response of each class of jobs, whatever became of them
public record LoadMeasurement(
        LoadCounts counts,
        KeepingUp keepingUp,
        Latency response,
        Latency service,
        GeneratorFigures generator,
        List<Outcome> failures,
        LateJobs late,
        ClassResponses byClass) {

    /// So many failures are kept.
    static final int MOST_FAILURES = 3;

    public LoadMeasurement {
        failures = List.copyOf(failures);
    }

    /// Of jobs without deadlines, that are all of one class.
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
                ClassResponses.NONE);
    }

    /// Whether the response times are those of the pool, and not of how long the load went on.
    public boolean hasSettled() {
        return keepingUp.answer() != KeepingUp.Answer.NO;
    }
}
