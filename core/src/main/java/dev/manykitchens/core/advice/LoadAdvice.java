package dev.manykitchens.core.advice;

import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.Latency;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which pool to take for a load: of those that keep up with it, and keep the goal if there is one,
/// the one that costs least. Speed beyond that is worth nothing here: jobs come no faster for it.
///
/// @param pool the one to take
/// @param response its response times
/// @param cost what it takes of the machine
/// @param goal the limit for response times
/// @param goalMet whether any pool keeps the goal; when none does, `pool` comes closest
public record LoadAdvice(
        PoolMeasurement pool, Latency response, Cost cost, Optional<Goal> goal, boolean goalMet) {

    /// The advice that follows from a load; empty when no pool is known to keep up without failed
    /// jobs.
    ///
    /// @param cores how many threads run at the same instant here
    public static Optional<LoadAdvice> of(LoadResult result, Optional<Goal> goal, int cores) {
        List<LoadAdvice> keepingUp =
                result.pools().stream()
                        .filter(LoadAdvice::keepsUp)
                        .map(pool -> advice(pool, goal, cores))
                        .toList();
        Optional<LoadAdvice> cheapest =
                keepingUp.stream()
                        .filter(LoadAdvice::goalMet)
                        .min(Comparator.comparing(LoadAdvice::cost));
        return cheapest.or(() ->
                keepingUp.stream()
                        .min(
                                Comparator.comparingDouble(advice ->
                                        goal.map(g -> g.figure().of(advice.response()))
                                                .orElse(0.0))));
    }

    private static boolean keepsUp(LoadedPool pool) {
        return pool.load()
                .filter(load ->
                        (load.keepingUp().answer() == KeepingUp.Answer.YES
                                        || load.keepingUp().answer() == KeepingUp.Answer.CLOSED)
                                && load.counts().failed() == 0)
                .isPresent();
    }

    private static LoadAdvice advice(LoadedPool pool, Optional<Goal> goal, int cores) {
        Latency response = pool.load().map(LoadMeasurement::response).orElse(Latency.NONE);
        return new LoadAdvice(
                pool.pool(),
                response,
                Cost.of(pool.pool().spec(), cores),
                goal,
                goal.map(g -> g.isMetBy(response)).orElse(true));
    }
}
