package dev.manykitchens.cli.calibration;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Step;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which named resources the jobs of a batch hold while they run.
public final class UsedResources {

    /// So many jobs, from all parts of the batch, tell it.
    private static final int LOOKED_AT = 1_000;

    private UsedResources() {}

    /// Their names, in order.
    public static List<String> of(Batch batch) {
        SortedSet<String> names = new TreeSet<>();
        int few = Math.min(batch.size(), LOOKED_AT);
        for (int i = 0; i < few; i++) {
            int job = (int) ((long) i * batch.size() / few);
            try {
                collect(
                        batch.options()
                                .stepsOf(
                                        batch.recipe(),
                                        batch.arguments().row(job),
                                        JobRandom.of(batch.options().seed(), job)),
                        names);
            } catch (RuntimeException _) {
                // A job without steps fails for that, and says so itself.
            }
        }
        return List.copyOf(names);
    }

    private static void collect(List<Step> steps, SortedSet<String> names) {
        for (Step step : steps) {
            if (step instanceof Step.Use(String resource, List<Step> inner)) {
                names.add(resource);
                collect(inner, names);
            }
        }
    }
}
