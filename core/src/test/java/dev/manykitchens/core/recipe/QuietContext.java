package dev.manykitchens.core.recipe;

/// A context for running a recipe's code in a test: it counts checkpoints, and stops the job at one
/// of them when told.
public final class QuietContext implements JobContext {

    private final long stopAt;
    private long checkpoints;

    private QuietContext(long stopAt) {
        this.stopAt = stopAt;
    }

    /// A context that never stops the job.
    public static QuietContext create() {
        return new QuietContext(Long.MAX_VALUE);
    }

    /// A context whose checkpoint number `checkpoint`, from 1, stops the job.
    public static QuietContext stoppingAt(long checkpoint) {
        return new QuietContext(checkpoint);
    }

    /// How many checkpoints were reached.
    public long checkpoints() {
        return checkpoints;
    }

    @Override
    public int job() {
        return 0;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public JobRandom random() {
        return JobRandom.of(1, 0);
    }

    @Override
    public void checkpoint() {
        if (++checkpoints >= stopAt) {
            throw new JobStoppedException("stopped by the test");
        }
    }
}
