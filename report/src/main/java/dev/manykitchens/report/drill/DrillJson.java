package dev.manykitchens.report.drill;

import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `kitchen drill --json` prints: the JSON of schema `manykitchens.drill/1`. Times are in
/// seconds; a recovery that was not seen is null.
///
/// @param schema [#SCHEMA]
/// @param kept whether no job was lost and no result came twice
public record DrillJson(
        String schema,
        int workers,
        int threads,
        double leaseSeconds,
        double suspectSeconds,
        double jobsPerSecond,
        List<FaultEntry> faults,
        long lost,
        long twice,
        boolean kept) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.drill/1";

    public DrillJson {
        faults = List.copyOf(faults);
    }

    /// As in [DrilledFault].
    public record FaultEntry(
            String fault,
            int inProgress,
            long jobs,
            long lost,
            long twice,
            long runAgain,
            long dropped,
            @Nullable Double recoverySeconds,
            double longestSeconds) {}

    /// A drill as JSON.
    public static String of(DrillScore score) {
        return Json.write(
                new DrillJson(
                        SCHEMA,
                        score.workers(),
                        score.threads(),
                        score.leaseSeconds(),
                        score.suspectSeconds(),
                        score.ratePerSecond(),
                        score.faults().stream().map(DrillJson::entry).toList(),
                        score.lost(),
                        score.twice(),
                        score.isKept()));
    }

    private static FaultEntry entry(DrilledFault fault) {
        return new FaultEntry(
                fault.fault(),
                fault.inProgress(),
                fault.jobs(),
                fault.lost(),
                fault.twice(),
                fault.again(),
                fault.dropped(),
                Double.isNaN(fault.recoverySeconds()) ? null : fault.recoverySeconds(),
                fault.longestSeconds());
    }
}
