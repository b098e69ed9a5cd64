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
        Map<String, List<Caution>> cautions = new LinkedHashMap<>();
        result.pools()
                .forEach(pool ->
                        cautions.put(pool.name(), Caution.of(pool, result, cores, machineCores)));
        // One line for all pools that others disturbed: that of the worst.
        double busiest =
                cautions.values().stream()
                        .flatMap(List::stream)
                        .filter(Caution.HostBusy.class::isInstance)
                        .map(Caution.HostBusy.class::cast)
                        .mapToDouble(Caution.HostBusy::others)
                        .max()
                        .orElse(0);
        Map<Caution, List<String>> pools = new LinkedHashMap<>();
        cautions.forEach((name, its) -> {
            for (Caution caution : its) {
                Caution shared =
                        caution instanceof Caution.HostBusy
                                ? new Caution.HostBusy(busiest, cores)
                                : caution;
                pools.computeIfAbsent(shared, _ -> new ArrayList<>()).add(name);
            }
        });
        return pools.entrySet().stream().map(e -> new Note(e.getValue(), e.getKey())).toList();
    }
}
