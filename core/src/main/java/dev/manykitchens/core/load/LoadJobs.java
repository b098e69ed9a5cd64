package dev.manykitchens.core.load;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.value.Columns;

import java.util.List;
import java.util.stream.IntStream;

/// The jobs of a load, each as a batch of its own: the rows of one batch over and over. Job `i`
/// draws the random numbers that it would draw in one large batch, and has a priority of its own.
final class LoadJobs {

    private final Batch all;
    private final JobPriorities priorities;
    private final List<Columns> rows;

    LoadJobs(Batch all) {
        this(all, JobPriorities.NONE);
    }

    LoadJobs(Batch all, JobPriorities priorities) {
        this.all = all;
        this.priorities = priorities;
        this.rows =
                IntStream.range(0, all.size())
                        .mapToObj(row -> all.arguments().slice(row, row + 1))
                        .toList();
    }

    int priority(int job) {
        return priorities.of(job, all.options().priority());
    }

    Batch batch(int job) {
        BatchOptions options = all.options();
        int priority = priority(job);
        return new Batch(
                all.recipe(),
                rows.get(job % rows.size()),
                (priority == options.priority() ? options : options.withPriority(priority))
                        .withSeed(JobRandom.seedFrom(options.seed(), job)));
    }
}
