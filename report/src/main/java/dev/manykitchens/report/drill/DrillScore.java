package dev.manykitchens.report.drill;

import java.util.List;

/// All of a drill.
///
/// @param leaseSeconds a worker silent for so long was lost
/// @param suspectSeconds a worker silent for so long got no more jobs
/// @param ratePerSecond results a second in the quiet times before the faults, on average
/// @param faults as they were played
public record DrillScore(
        int workers,
        int threads,
        double leaseSeconds,
        double suspectSeconds,
        double ratePerSecond,
        List<DrilledFault> faults) {

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
