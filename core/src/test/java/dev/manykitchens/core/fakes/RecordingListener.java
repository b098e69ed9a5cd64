package dev.manykitchens.core.fakes;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Remembers the outcome of each job, and every job of which it was told twice. Thread-safe.
public final class RecordingListener implements BatchListener {

    private final SortedMap<Integer, Outcome> outcomes = new TreeMap<>();
    private final List<Integer> toldTwice = new ArrayList<>();
    private int calls;

    @Override
    public synchronized void succeeded(int first, Column results) {
        calls++;
        for (int i = 0; i < results.size(); i++) {
            put(first + i, new Outcome.Succeeded(results.get(i)));
        }
        notifyAll();
    }

    @Override
    public synchronized void ended(int job, Outcome outcome) {
        calls++;
        put(job, outcome);
        notifyAll();
    }

    private synchronized void put(int job, Outcome outcome) {
        if (outcomes.put(job, outcome) != null) {
            toldTwice.add(job);
        }
    }

    /// Each job's outcome so far, by position.
    public synchronized SortedMap<Integer, Outcome> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /// The outcome of one job.
    public synchronized Outcome outcome(int job) {
        Outcome outcome = outcomes.get(job);
        if (outcome == null) {
            throw new AssertionError(
                    "job " + job + " has no outcome yet, others have: " + outcomes.keySet());
        }
        return outcome;
    }

    /// The values of the jobs that succeeded, by position.
    public synchronized List<Value> values() {
        List<Value> values = new ArrayList<>();
        for (Outcome outcome : outcomes.values()) {
            if (outcome instanceof Outcome.Succeeded(Value value)) {
                values.add(value);
            }
        }
        return values;
    }

    /// Jobs that were told more than once; there must be none.
    public synchronized List<Integer> toldTwice() {
        return List.copyOf(toldTwice);
    }

    /// How often it was called, with one job or with many.
    public synchronized int calls() {
        return calls;
    }

    /// Waits until this many jobs have their outcome.
    public synchronized void awaitOutcomes(int count) throws InterruptedException {
        while (outcomes.size() < count) {
            wait();
        }
    }
}
