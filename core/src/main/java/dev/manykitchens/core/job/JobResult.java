package dev.manykitchens.core.job;

/// One job and how it ended.
///
/// @param job its position in the order of submission, from 0
/// @param outcome how it ended
public record JobResult(int job, Outcome outcome) {

    /// Whether the job gave a value.
    public boolean succeeded() {
        return outcome instanceof Outcome.Succeeded;
    }

    /// The job's value as a plain Java object: `Long`, `BigInteger`, `Double`, `String`, `byte[]`.
    ///
    /// @throws JobFailedException when it gave none
    public Object value() {
        if (outcome instanceof Outcome.Succeeded(var value)) {
            return value.toJava();
        }
        throw new JobFailedException(this);
    }

    /// As people count, from 1: `job 2: 8`, or `job 3: failed: …`.
    @Override
    public String toString() {
        return "job " + (job + 1) + ": " + outcome.describe();
    }
}
