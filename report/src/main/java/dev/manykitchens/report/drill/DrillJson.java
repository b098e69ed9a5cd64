package dev.manykitchens.report.drill;

import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `kitchen drill --json` prints: the JSON of schema `manykitchens.drill/1`. Times are in
/// seconds; what was not seen, or is not known, is null.
///
/// @param schema [#SCHEMA]
/// @param coordinators those of a cluster that was there before; empty: it was the drill's own
/// @param slots how many jobs the workers could run at a time, all together
/// @param threads of each worker of the drill's own
/// @param leaseSeconds of the drill's own cluster, as `suspectSeconds`
/// @param kept whether no job was lost and no result came twice
/// @param missing why the drill ended early, with what was measured until then; null: it did not
public record DrillJson(
        String schema,
        List<String> coordinators,
        int workers,
        int slots,
        @Nullable Integer threads,
        @Nullable Double leaseSeconds,
        @Nullable Double suspectSeconds,
        double jobsPerSecond,
        List<FaultEntry> faults,
        long lost,
        long twice,
        boolean kept,
        @Nullable String missing) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.drill/1";

    public DrillJson {
        coordinators = List.copyOf(coordinators);
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
            @Nullable Double commandSeconds,
            @Nullable Double anotherLeadsSeconds,
            @Nullable Double recoverySeconds,
            @Nullable Double longestSeconds) {}

    /// A drill as JSON.
    public static String of(DrillScore score) {
        return Json.write(
                switch (score.setting()) {
                    case DrillSetting.Own own ->
                            of(
                                    score,
                                    List.of(),
                                    own.threads(),
                                    own.leaseSeconds(),
                                    own.suspectSeconds());
                    case DrillSetting.Found found ->
                            of(score, found.coordinators(), null, null, null);
                });
    }

    private static DrillJson of(
            DrillScore score,
            List<String> coordinators,
            @Nullable Integer threads,
            @Nullable Double leaseSeconds,
            @Nullable Double suspectSeconds) {
        return new DrillJson(
                SCHEMA,
                coordinators,
                score.setting().workers(),
                score.setting().slots(),
                threads,
                leaseSeconds,
                suspectSeconds,
                score.ratePerSecond(),
                score.faults().stream().map(DrillJson::entry).toList(),
                score.lost(),
                score.twice(),
                score.isKept(),
                score.missing().orElse(null));
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
                known(fault.times().command()),
                known(fault.times().anotherLeads()),
                known(fault.times().recovery()),
                known(fault.times().longest()));
    }

    private static @Nullable Double known(double seconds) {
        return Double.isNaN(seconds) ? null : seconds;
    }
}
