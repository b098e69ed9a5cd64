package dev.manykitchens.core.job;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Says that a job whose value was asked for gave none. The message is one line: which job, what
/// happened, and where.
public final class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient JobResult failure;
    private final transient @Nullable BatchResult batch;

    /// One job failed.
    public JobFailedException(JobResult failure) {
        super("job " + (failure.job() + 1) + " " + failure.outcome().describe());
        this.failure = failure;
        this.batch = null;
    }

    /// A job of a batch failed, perhaps others too; all of them have ended.
    public JobFailedException(JobResult failure, BatchResult batch) {
        super(
                "job "
                        + (failure.job() + 1)
                        + " of "
                        + batch.size()
                        + " "
                        + failure.outcome().describe()
                        + more(batch.size() - batch.count(Outcome.Kind.SUCCEEDED) - 1));
        this.failure = failure;
        this.batch = batch;
    }

    /// The position of the first job that failed, from 0.
    public int job() {
        return failure.job();
    }

    /// How it ended.
    public Outcome outcome() {
        return failure.outcome();
    }

    /// How every job of the batch ended, the successful ones included; empty when a single job was
    /// submitted.
    public Optional<BatchResult> batch() {
        return Optional.ofNullable(batch);
    }

    private static String more(int others) {
        return others == 0 ? "" : "; " + others + " more gave no result";
    }
}
