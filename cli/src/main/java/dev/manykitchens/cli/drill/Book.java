package dev.manykitchens.cli.drill;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.drill.Completions;

/// What was heard of each job of one batch of squares, whoever says it and however often: the pool
/// has a book of its own, which this one is to find out. Thread-safe.
final class Book implements BatchListener {

    private static final double SECOND = 1e9;

    private final long firstArgument;
    private final long handedInNanos;
    private final Completions completions;

    // Guarded by this monitor.
    private final int[] heard;
    private final boolean[] right;
    private long lastNanos;

    /// @param firstArgument what the first job squares; each further one the next number
    Book(long firstArgument, int jobs, long handedInNanos, Completions completions) {
        this.firstArgument = firstArgument;
        this.handedInNanos = handedInNanos;
        this.completions = completions;
        this.heard = new int[jobs];
        this.right = new boolean[jobs];
        this.lastNanos = handedInNanos;
    }

    @Override
    public void succeeded(int first, Column results) {
        long now = System.nanoTime();
        synchronized (this) {
            for (int i = 0; i < results.size(); i++) {
                int job = first + i;
                long argument = firstArgument + job;
                right[job] = results.get(i).equals(new Value.Int(argument * argument));
                heard[job]++;
            }
            lastNanos = now;
        }
        completions.heard(now, results.size());
    }

    @Override
    public synchronized void ended(int job, Outcome outcome) {
        heard[job]++;
        lastNanos = System.nanoTime();
    }

    long handedInNanos() {
        return handedInNanos;
    }

    int jobs() {
        return heard.length;
    }

    /// Jobs that did not end, or ended without a right result.
    synchronized int lost() {
        int lost = 0;
        for (boolean one : right) {
            lost += one ? 0 : 1;
        }
        return lost;
    }

    /// How often an outcome was heard of a job that had one.
    synchronized int twice() {
        int twice = 0;
        for (int times : heard) {
            twice += Math.max(0, times - 1);
        }
        return twice;
    }

    /// From handing it in to what was heard last.
    synchronized double seconds() {
        return (lastNanos - handedInNanos) / SECOND;
    }
}
