package dev.manykitchens.core.scenario;

import dev.manykitchens.core.job.BatchOptions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Jobs of one kind.
///
/// @param name unique in its scenario
/// @param weight how many of the jobs are of this kind, relative to the weights of the others;
///   above 0
/// @param steps what a job does
/// @param deadline a job whose response takes longer is late; empty: none is
/// @param priority waiting jobs of a higher one begin first, see [BatchOptions#priority]
/// @param bytes how much travels with each job
public record JobClass(
        String name,
        double weight,
        List<StepPlan> steps,
        Optional<Duration> deadline,
        int priority,
        JobBytes bytes) {

    /// Of priority 0, and nothing worth counting travels with its jobs.
    public JobClass(String name, double weight, List<StepPlan> steps, Optional<Duration> deadline) {
        this(name, weight, steps, deadline, 0);
    }

    /// Nothing worth counting travels with its jobs.
    public JobClass(
            String name,
            double weight,
            List<StepPlan> steps,
            Optional<Duration> deadline,
            int priority) {
        this(name, weight, steps, deadline, priority, JobBytes.NONE);
    }

    public JobClass {
        steps = List.copyOf(steps);
        BatchOptions.requirePriority(priority);
        if (!(weight > 0 && weight <= 1e6)) {
            throw new IllegalArgumentException(
                    "the weight of a job class must be above 0 and at most a million, was %s (%s)"
                            .formatted(weight, name));
        }
        deadline.ifPresent(limit -> {
            if (!limit.isPositive()) {
                throw new IllegalArgumentException(
                        "a deadline must be above 0, was %s (%s)".formatted(limit, name));
            }
        });
    }

    /// The same kind of jobs with other steps.
    public JobClass withSteps(List<StepPlan> others) {
        return new JobClass(name, weight, others, deadline, priority, bytes);
    }
}
