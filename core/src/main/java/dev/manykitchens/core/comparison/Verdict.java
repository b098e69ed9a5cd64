package dev.manykitchens.core.comparison;

import java.util.List;
import java.util.Optional;

/// What a comparison comes to: the pool with the shortest mean time, against each of the others.
///
/// Pools with failed jobs or without a complete round take no part: a job that fails early is not a
/// fast one.
///
/// @param fastest its name; empty when no pool can be judged
/// @param over the others, from the next fastest to the slowest
public record Verdict(Optional<String> fastest, List<Over> over) {

    /// The fastest pool against another one.
    ///
    /// @param pool the other one
    /// @param ratio how many times faster the fastest is
    public record Over(String pool, Ratio ratio) {}

    public Verdict {
        over = List.copyOf(over);
    }

    static Verdict of(List<PoolMeasurement> ranked, long seed) {
        List<PoolMeasurement> judged =
                ranked.stream().filter(PoolMeasurement::isComparable).toList();
        if (judged.isEmpty()) {
            return new Verdict(Optional.empty(), List.of());
        }
        PoolMeasurement fastest = judged.getFirst();
        return new Verdict(
                Optional.of(fastest.name()),
                judged.stream()
                        .skip(1)
                        .map(other ->
                                new Over(
                                        other.name(),
                                        Ratio.ofMeans(other.seconds(), fastest.seconds(), seed)))
                        .toList());
    }
}
