package dev.manykitchens.simulator;

/// What happened in runs, to see that they meet what they are to meet.
final class Tally {

    int crashes;
    int silences;
    int suspicions;
    int requeuedCounted;
    int requeuedUncounted;
    int expired;
    int returned;
    int dropped;
    int partial;
    int alone;
    int grants;
    int workerLost;
    int cancelled;
    int copies;
    int broken;
    int comebacks;
    int fullCrews;
    int resized;
    int paused;

    /// Chunks of submitters that had been paused.
    int resumed;

    /// Chunks that went before less urgent ones.
    int ahead;

    int longestChunk;
    int batches;
    int jobs;

    void add(Tally other) {
        crashes += other.crashes;
        silences += other.silences;
        suspicions += other.suspicions;
        requeuedCounted += other.requeuedCounted;
        requeuedUncounted += other.requeuedUncounted;
        expired += other.expired;
        returned += other.returned;
        dropped += other.dropped;
        partial += other.partial;
        alone += other.alone;
        grants += other.grants;
        workerLost += other.workerLost;
        cancelled += other.cancelled;
        copies += other.copies;
        broken += other.broken;
        comebacks += other.comebacks;
        fullCrews += other.fullCrews;
        resized += other.resized;
        paused += other.paused;
        resumed += other.resumed;
        ahead += other.ahead;
        longestChunk = Math.max(longestChunk, other.longestChunk);
        batches += other.batches;
        jobs += other.jobs;
    }

    @Override
    public String toString() {
        return ("batches=%d jobs=%d crashes=%d silences=%d suspicions=%d requeued=%d+%d expired=%d returned=%d"
                        + " dropped=%d partial=%d alone=%d grants=%d workerLost=%d cancelled=%d copies=%d broken=%d comebacks=%d fullCrews=%d resized=%d paused=%d resumed=%d ahead=%d longestChunk=%d")
                .formatted(
                        batches,
                        jobs,
                        crashes,
                        silences,
                        suspicions,
                        requeuedCounted,
                        requeuedUncounted,
                        expired,
                        returned,
                        dropped,
                        partial,
                        alone,
                        grants,
                        workerLost,
                        cancelled,
                        copies,
                        broken,
                        comebacks,
                        fullCrews,
                        resized,
                        paused,
                        resumed,
                        ahead,
                        longestChunk);
    }
}
