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

    private final long submitter;
    private final String recipe;
    private final boolean speculates;
    private final int priority;

    /// How many leases hold a job.
    private final int[] holders;

    /// Jobs of which one of two leases ended by the death of its worker.
    private final BitSet bereaved = new BitSet();

    private long reportedJobs;
    private long reportedNanos;
    private final Map<Integer, Integer> deaths = new HashMap<>();
    private final Map<Integer, Outcome> failures = new TreeMap<>();
    private boolean finished;

    BatchBook(Input.BatchSubmitted batch) {
        jobs = batch.jobs();
        attempts = batch.attempts();
        submitter = batch.submitter();
        recipe = batch.recipe();
        speculates = batch.speculate();
        priority = batch.priority();
        holders = new int[jobs];
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

    long submitter() {
        return submitter;
    }

    String recipe() {
        return recipe;
    }

    boolean speculates() {
        return speculates;
    }

    int priority() {
        return priority;
    }

    int holders(int job) {
        return holders[job];
    }

    void hold(int job) {
        holders[job]++;
    }

    /// Notes that a lease holds a job no more.
    void letGo(int job) {
        holders[job]--;
        if (holders[job] == 0 && bereaved.get(job)) {
            bereaved.clear(job);
            if (!told.get(job)) {
                countDeath(job);
            }
        }
    }

    /// Notes that a worker died that held this job.
    void bereave(int job) {
        if (!told.get(job)) {
            bereaved.set(job);
        }
    }

    /// Whether every job has its outcome or runs.
    boolean hasNothingWaiting() {
        for (int job = 0; job < jobs; job++) {
            if (!told.get(job) && holders[job] == 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether a job waits that may run beside others.
    boolean hasWaitingBesideOthers() {
        for (int job = 0; job < jobs; job++) {
            boolean lastChance = deaths(job) > 0 && deaths(job) == attempts - 1;
            if (!told.get(job) && holders[job] == 0 && !lastChance) {
                return true;
            }
        }
        return false;
    }

    void observe(int reported, long nanos) {
        reportedJobs += reported;
        reportedNanos += nanos;
    }

    double meanNanos() {
        return reportedJobs == 0 ? Double.MAX_VALUE : (double) reportedNanos / reportedJobs;
    }

    /// How many attempts of this job ended by a death.
    int deaths(int job) {
        return deaths.getOrDefault(job, 0);
    }

    private void countDeath(int job) {
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
