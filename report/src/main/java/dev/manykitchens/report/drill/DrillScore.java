package dev.manykitchens.report.drill;

import java.util.List;

/// All of a drill.
///
/// @param setting what it was played on
/// @param ratePerSecond results a second in the quiet times before the faults, on average
/// @param faults as they were played
public record DrillScore(DrillSetting setting, double ratePerSecond, List<DrilledFault> faults) {

    public DrillScore {
        faults = List.copyOf(faults);
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
}
