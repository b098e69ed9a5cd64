package dev.manykitchens.core.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which faults struck a pool: how often each did, and when, counted from the beginning of its
/// round or replication.
///
/// @param turns how many rounds or replications are counted
/// @param byFault of each fault that was to strike, in the order of the scenario
public record StrikeCounts(int turns, Map<Fault, Count> byFault) {

    /// Nothing was to strike.
    public static final StrikeCounts NONE = new StrikeCounts(0, Map.of());

    /// What came of one fault.
    ///
    /// @param struck how often it met a worker
    /// @param missed how often it was due while no worker was at its place
    /// @param firstNanos when it met one at the earliest; only where it struck
    /// @param lastNanos likewise at the latest
    public record Count(int struck, int missed, long firstNanos, long lastNanos) {

        private static final Count NONE = new Count(0, 0, Long.MAX_VALUE, 0);

        private Count plus(Count other) {
            return new Count(
                    struck + other.struck,
                    missed + other.missed,
                    Math.min(firstNanos, other.firstNanos),
                    Math.max(lastNanos, other.lastNanos));
        }
    }

    public StrikeCounts {
        byFault = Collections.unmodifiableMap(new LinkedHashMap<>(byFault));
    }

    /// One round or replication in which nothing has struck yet.
    public static StrikeCounts of(List<Fault> faults) {
        Map<Fault, Count> none = new LinkedHashMap<>();
        faults.forEach(fault -> none.put(fault, Count.NONE));
        return new StrikeCounts(1, none);
    }

    /// The same after one more was due.
    ///
    /// @param met whether a worker was there
    /// @param nanos when
    public StrikeCounts after(Fault fault, boolean met, long nanos) {
        Count one = met ? new Count(1, 0, nanos, nanos) : new Count(0, 1, Long.MAX_VALUE, 0);
        return plus(new StrikeCounts(0, Map.of(fault, one)));
    }

    /// Those of both.
    public StrikeCounts plus(StrikeCounts other) {
        Map<Fault, Count> sum = new LinkedHashMap<>(byFault);
        other.byFault.forEach((fault, count) -> sum.merge(fault, count, Count::plus));
        return new StrikeCounts(turns + other.turns, sum);
    }

    /// Whether a worker was killed.
    public boolean killed() {
        return byFault.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey() instanceof Fault.Kill && entry.getValue().struck() > 0);
    }
}
