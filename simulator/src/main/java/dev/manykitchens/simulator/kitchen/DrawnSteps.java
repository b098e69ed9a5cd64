package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.scenario.JobSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The steps of jobs whose classes are known already, drawn when they are wanted. Every class has
/// numbers of its own, so only among the jobs of a class must be drawn in the order in which they
/// come; those that are passed over are kept.
final class DrawnSteps {

    private final JobSource source;

    /// By class, before which job all are drawn; 0 where none is.
    private final List<Integer> upTo = new ArrayList<>();

    private final Map<Integer, List<Step>> ahead = new HashMap<>();

    DrawnSteps(JobSource source, int classes) {
        this.source = source;
        for (int i = 0; i < classes; i++) {
            upTo.add(0);
        }
    }

    /// The steps of a job, which is asked for once.
    ///
    /// @param classes by job
    List<Step> of(int job, int[] classes) {
        int jobClass = classes[job];
        int drawn = upTo.get(jobClass);
        if (job < drawn) {
            List<Step> steps = ahead.remove(job);
            if (steps == null) {
                throw new IllegalStateException(
                        "a job must be begun once, was begun again: " + job);
            }
            return steps;
        }
        for (; drawn < job; drawn++) {
            if (classes[drawn] == jobClass) {
                ahead.put(drawn, source.steps(jobClass));
            }
        }
        upTo.set(jobClass, job + 1);
        return source.steps(jobClass);
    }
}
