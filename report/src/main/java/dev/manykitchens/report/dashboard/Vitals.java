package dev.manykitchens.report.dashboard;

/// What a process uses.
///
/// @param residentBytes memory resident; 0 when unknown
/// @param heapBytes heap in use; 0 when unknown
/// @param heapMostBytes the most that its heap may take; 0 when unknown
/// @param cpuNanos CPU time since it started; 0 when unknown
public record Vitals(long residentBytes, long heapBytes, long heapMostBytes, long cpuNanos) {

    /// Nothing is known.
    public static final Vitals UNKNOWN = new Vitals(0, 0, 0, 0);
}
