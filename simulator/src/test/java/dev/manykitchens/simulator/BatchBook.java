package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What the referee knows of a batch.
final class BatchBook {

    private final int jobs;
    private final int attempts;

    /// Jobs whose outcome was delivered.
    private final BitSet told = new BitSet();

    private final BitSet underLease = new BitSet();
    private final Map<Integer, Integer> deaths = new HashMap<>();
    private final Map<Integer, Outcome> failures = new TreeMap<>();
    private boolean finished;

    BatchBook(Input.BatchSubmitted batch) {
        jobs = batch.jobs();
        attempts = batch.attempts();
    }

    int jobs() {
        return jobs;
    }

    int attempts() {
        return attempts;
    }

    BitSet told() {
        return told;
    }

    BitSet underLease() {
        return underLease;
    }

    /// How many workers died while they held this job.
    int deaths(int job) {
        return deaths.getOrDefault(job, 0);
    }

    void countDeath(int job) {
        deaths.merge(job, 1, Integer::sum);
    }

    /// The jobs that ended without a result.
    Map<Integer, Outcome> failures() {
        return failures;
    }

    int succeeded() {
        return told.cardinality() - failures.size();
    }

    boolean isFinished() {
        return finished;
    }

    void finish() {
        finished = true;
    }
}
