package dev.manykitchens.core.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One caution and the pools it is about.
///
/// @param pools their names, in the order of the comparison; at least one
/// @param caution why a figure of theirs should not be trusted too much
public record Note(List<String> pools, Caution caution) {

    public Note {
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("a note must be about at least one pool, had none");
        }
    }

    /// The notes of a comparison. Pools with the same caution share one.
    static List<Note> of(ComparisonResult result, int cores, int machineCores) {
        Map<Caution, List<String>> pools = new LinkedHashMap<>();
        Caution busiest = busiest(result, cores);
        for (PoolMeasurement pool : result.pools()) {
            for (Caution caution : Caution.of(pool, result, cores, machineCores)) {
                Caution shared = caution instanceof Caution.HostBusy ? busiest : caution;
                pools.computeIfAbsent(shared, _ -> new ArrayList<>()).add(pool.name());
            }
        }
        return pools.entrySet().stream().map(e -> new Note(e.getValue(), e.getKey())).toList();
    }

    /// What one line says for all pools that others disturbed: that of the worst.
    private static Caution busiest(ComparisonResult result, int cores) {
        return new Caution.HostBusy(
                result.pools().stream()
                        .mapToDouble(PoolMeasurement::othersCores)
                        .filter(others -> !Double.isNaN(others))
                        .max()
                        .orElse(0),
                cores);
    }
}
