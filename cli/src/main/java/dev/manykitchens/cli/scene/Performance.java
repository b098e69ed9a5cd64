package dev.manykitchens.cli.scene;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.value.Value;

import java.util.List;
import java.util.stream.Collectors;

/// One measured run of some groups of jobs, started together on one pool.
///
/// @param pool the pool's spec
/// @param elapsedNanos from the first submission to the last result
/// @param startupNanos what opening the pool took; not part of `elapsedNanos`
/// @param values the results of each group, in order of submission
/// @param runs where each job of each group ran, in order of submission
/// @param uses every use of a resource
record Performance(
        String pool,
        long elapsedNanos,
        long startupNanos,
        List<List<Value>> values,
        List<List<JobRun>> runs,
        List<RunEvent.ResourceUsed> uses) {

    Performance {
        values = List.copyOf(values);
        runs = List.copyOf(runs);
        uses = List.copyOf(uses);
    }

    /// The results of the first group, as `[1, 4, 9]`.
    String results() {
        return values.getFirst().toString();
    }

    /// The processes that ran the first group's jobs, as `41, 42, 42`, in order of submission.
    String pids() {
        return runs.getFirst().stream()
                .map(run -> Long.toString(run.pid()))
                .collect(Collectors.joining(", "));
    }

    /// How much of the time a resource with one permit was in use, from 0 to 1.
    double utilisation() {
        long held = uses.stream().mapToLong(RunEvent.ResourceUsed::heldNanos).sum();
        return (double) held / elapsedNanos;
    }
}
