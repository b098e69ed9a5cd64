package dev.manykitchens.report.drill;

import java.util.List;
import java.util.Optional;

/// All of a drill.
///
/// @param setting what it was played on
/// @param ratePerSecond results a second in the quiet times before the faults, on average
/// @param faults as they were played
/// @param missing why it ended before all faults were played, or before the cluster was whole again
///   after the last one, in a sentence; empty: it did not
public record DrillScore(
        DrillSetting setting,
        double ratePerSecond,
        List<DrilledFault> faults,
        Optional<String> missing) {

    public DrillScore {
        faults = List.copyOf(faults);
    }

    /// One of a drill that came to its end.
    public DrillScore(DrillSetting setting, double ratePerSecond, List<DrilledFault> faults) {
        this(setting, ratePerSecond, faults, Optional.empty());
    }

    /// Jobs handed in.
    public long jobs() {
        return faults.stream().mapToLong(DrilledFault::jobs).sum();
    }

    /// Jobs without a right result.
    public long lost() {
        return faults.stream().mapToLong(DrilledFault::lost).sum();
    }

    /// Results heard a second time.
    public long twice() {
        return faults.stream().mapToLong(DrilledFault::twice).sum();
    }

    /// Whether every job has one right result.
    public boolean isKept() {
        return lost() == 0 && twice() == 0;
    }

    /// Whether every job has one right result, and the drill came to its end.
    public boolean isGood() {
        return isKept() && missing.isEmpty();
    }
}
