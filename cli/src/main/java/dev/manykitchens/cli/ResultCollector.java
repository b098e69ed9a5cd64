package dev.manykitchens.cli;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// Keeps the outcome of each job of one batch. Thread-safe.
final class ResultCollector implements BatchListener {

    private final AtomicReferenceArray<Outcome> outcomes;

    ResultCollector(int jobs) {
        outcomes = new AtomicReferenceArray<>(jobs);
    }

    @Override
    public void succeeded(int first, Column results) {
        for (int i = 0; i < results.size(); i++) {
            outcomes.set(first + i, new Outcome.Succeeded(results.get(i)));
        }
    }

    @Override
    public void ended(int job, Outcome outcome) {
        outcomes.set(job, outcome);
    }

    /// The outcome of each job in order of submission; empty for one that has none yet.
    List<Optional<Outcome>> soFar() {
        return IntStream.range(0, outcomes.length())
                .mapToObj(job -> Optional.<Outcome>ofNullable(outcomes.get(job)))
                .toList();
    }

    /// The outcomes in order of submission; a job that has none yet counts as cancelled.
    List<Outcome> inOrder() {
        return IntStream.range(0, outcomes.length())
                .mapToObj(job -> {
                    Outcome outcome = outcomes.get(job);
                    return outcome == null ? Outcome.CANCELLED : outcome;
                })
                .toList();
    }
}
