package dev.manykitchens.core.load;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.value.Columns;

import java.util.List;
import java.util.stream.IntStream;

/// The jobs of a load, each as a batch of its own: the rows of one batch over and over. Job `i`
/// draws the random numbers that it would draw in one large batch.
final class LoadJobs {

    private final Batch all;
    private final List<Columns> rows;

    LoadJobs(Batch all) {
        this.all = all;
        this.rows =
                IntStream.range(0, all.size())
                        .mapToObj(row -> all.arguments().slice(row, row + 1))
                        .toList();
    }

    Batch batch(int job) {
        BatchOptions options = all.options();
        return new Batch(
                all.recipe(),
                rows.get(job % rows.size()),
                options.withSeed(JobRandom.seedFrom(options.seed(), job)));
    }
}
