package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How pools were warmed up, as one sentence without a full stop.
public final class WarmUpWords {

    private WarmUpWords() {}

    /// As in "steady after 3 to 5 warm-up rounds; the first, cold one took 1.02 (`threads:2`) to
    /// 3.10 (`processes:2`) times as long as a measured one"; empty when no pool was warmed up.
    public static Optional<String> of(ComparisonResult result) {
        List<PoolMeasurement> warmed =
                result.pools().stream()
                        .filter(pool -> pool.warmUp().rounds() > 0 && !pool.rounds().isEmpty())
                        .toList();
        if (warmed.isEmpty()) {
            return Optional.empty();
        }
        int fewest = warmed.stream().mapToInt(pool -> pool.warmUp().rounds()).min().orElseThrow();
        int most = warmed.stream().mapToInt(pool -> pool.warmUp().rounds()).max().orElseThrow();
        boolean asked = warmed.stream().anyMatch(pool -> pool.warmUp().steady().isPresent());
        boolean steady = warmed.stream().allMatch(pool -> pool.warmUp().steady().orElse(true));
        String rounds =
                fewest == most
                        ? Figures.count(most, "warm-up round")
                        : "%s to %s"
                                .formatted(
                                        Figures.count(fewest),
                                        Figures.count(most, "warm-up round"));
        return Optional.of(
                "%s %s; %s"
                        .formatted(
                                !asked ? "after" : steady ? "steady after" : "not all steady after",
                                rounds,
                                cold(warmed)));
    }

    private static String cold(List<PoolMeasurement> warmed) {
        Comparator<PoolMeasurement> byRatio =
                Comparator.comparingDouble(PoolMeasurement::coldRatio);
        PoolMeasurement least = warmed.stream().min(byRatio).orElseThrow();
        PoolMeasurement worst = warmed.stream().max(byRatio).orElseThrow();
        return warmed.size() == 1
                ? "the first, cold one took %s times as long as a measured one"
                        .formatted(Figures.ratio(worst.coldRatio()))
                : "the first, cold one took %s (`%s`) to %s (`%s`) times as long as a measured one"
                        .formatted(
                                Figures.ratio(least.coldRatio()),
                                least.name(),
                                Figures.ratio(worst.coldRatio()),
                                worst.name());
    }
}
