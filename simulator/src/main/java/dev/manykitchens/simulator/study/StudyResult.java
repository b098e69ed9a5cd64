package dev.manykitchens.simulator.study;

import dev.manykitchens.core.scenario.Scenario;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a study found. The pools stand in the order they were named.
///
/// @param scenario what was simulated
/// @param options how
/// @param pools one entry each
/// @param partial whether it was stopped before its end
public record StudyResult(
        Scenario scenario, StudyOptions options, List<PoolStudy> pools, boolean partial) {

    public StudyResult {
        pools = List.copyOf(pools);
    }

    /// The figure that pools are ranked by: the mean response where jobs keep coming whatever
    /// becomes of those before; otherwise the time until all are done.
    public static double headline(Scenario scenario, RunFigures run) {
        return scenario.keepsComing() ? run.response().mean() : run.elapsed();
    }

    /// The pool that speed-ups refer to: the first that keeps up; empty when none does.
    public Optional<PoolStudy> baseline() {
        return pools.stream().filter(pool -> !pool.runs().isEmpty()).findFirst();
    }

    /// How many times shorter the headline figure of a pool is than that of the baseline: both had
    /// the same jobs in each replication, and it is their ratios that are averaged.
    public Interval speedUp(PoolStudy pool) {
        return ratio(baseline().orElse(pool), pool, run -> headline(scenario, run));
    }

    /// How many times larger a figure is in one pool than in another, replication by replication.
    public static Interval ratio(
            PoolStudy over, PoolStudy under, ToDoubleFunction<RunFigures> figure) {
        int both = Math.min(over.runs().size(), under.runs().size());
        double[] ratios = new double[both];
        for (int i = 0; i < both; i++) {
            ratios[i] =
                    figure.applyAsDouble(over.runs().get(i))
                            / figure.applyAsDouble(under.runs().get(i));
        }
        return Interval.ofRatios(ratios);
    }
}
