package dev.manykitchens.core.dispatch;

/// Jobs `first` to `first + count - 1` of a batch that wait to be run for the `attempt`th time.
///
/// @param solo whether each of them is to be given out alone, because a worker died under it
record Range(int first, int count, int attempt, boolean solo) {

    int end() {
        return first + count;
    }

    /// What is left behind the first `taken` jobs.
    Range after(int taken) {
        return new Range(first + taken, count - taken, attempt, solo);
    }

    /// The part from position `start` on.
    Range from(int start) {
        return after(start - first);
    }
}
