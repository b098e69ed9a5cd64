package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

/// Hears what a coordinator says of a batch that it keeps, on the thread that follows it. An
/// `IllegalStateException` ends the stream and reaches who follows.
public interface FollowListener {

    /// Which batch it is, and how it is now.
    void told(BatchSummary batch);

    /// Jobs `first`, `first + 1`, … succeeded.
    void succeeded(int first, Column results);

    /// Jobs `first` to `first + count - 1` ended in any other way.
    void ended(int first, int count, Outcome outcome);

    /// Every job has its outcome, and all were told.
    void finished();
}
