package dev.manykitchens.report.run;

import dev.manykitchens.core.scenario.StrikeCounts;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What came of one fault of a scenario on one pool, over all its rounds or replications together.
///
/// @param fault in words, such as `kill any every 2s`
/// @param turns how many rounds or replications those were
/// @param struck how often it met a worker
/// @param missed how often it was due while no worker was at its place
/// @param first when it met one at the earliest, in seconds from the beginning of its round or
///   replication; null where it never did, as is the next
/// @param last likewise at the latest
public record FaultEntry(
        String fault,
        int turns,
        int struck,
        int missed,
        @Nullable Double first,
        @Nullable Double last) {

    /// The faults that were to strike a pool, in the order of the scenario.
    public static List<FaultEntry> of(StrikeCounts counts) {
        return counts.byFault().entrySet().stream()
                .map(entry -> of(counts.turns(), entry.getKey().words(), entry.getValue()))
                .toList();
    }

    private static FaultEntry of(int turns, String words, StrikeCounts.Count count) {
        boolean struck = count.struck() > 0;
        return new FaultEntry(
                words,
                turns,
                count.struck(),
                count.missed(),
                struck ? count.firstNanos() / 1e9 : null,
                struck ? count.lastNanos() / 1e9 : null);
    }
}
