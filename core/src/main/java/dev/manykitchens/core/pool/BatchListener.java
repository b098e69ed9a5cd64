package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

/// Hears how the jobs of one batch end: each job once, from any thread, several at a time. Must not
/// block.
public interface BatchListener {

    /// Ignores everything.
    BatchListener NONE =
            new BatchListener() {
                @Override
                public void succeeded(int first, Column results) {}

                @Override
                public void ended(int job, Outcome outcome) {}
            };

    /// Jobs `first`, `first + 1`, … succeeded with the results of the column, in this order.
    void succeeded(int first, Column results);

    /// A job ended in any other way.
    void ended(int job, Outcome outcome);

    /// Jobs `first`, `first + 1`, … ended in any other way, all in the same.
    default void ended(int first, int count, Outcome outcome) {
        for (int job = first; job < first + count; job++) {
            ended(job, outcome);
        }
    }
}
