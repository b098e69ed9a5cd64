package dev.manykitchens.core.comparison;

import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.job.Batch;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a comparison found. The pools stand in the order they were named: the first is the one that
/// speed-ups refer to.
///
/// @param batch the jobs
/// @param options how they were compared
/// @param pools one measurement each
/// @param threadCost what one more thread costs here
/// @param partial whether it was stopped before its end; every round it holds is complete
public record ComparisonResult(
        Batch batch,
        ComparisonOptions options,
        List<PoolMeasurement> pools,
        ThreadCost threadCost,
        boolean partial) {

    public ComparisonResult {
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one pool, had none");
        }
    }

    /// The pools by mean time, the shortest first; those whose times cannot be compared last.
    public List<PoolMeasurement> ranked() {
        return pools.stream()
                .sorted(
                        Comparator.comparing((PoolMeasurement pool) -> !pool.isComparable())
                                .thenComparingDouble(pool -> pool.times().mean()))
                .toList();
    }

    /// The pool that speed-ups refer to.
    public PoolMeasurement baseline() {
        return pools.getFirst();
    }

    /// How many times faster a pool is than the first one; unknown unless both can be compared.
    public Ratio speedUp(PoolMeasurement pool) {
        if (!pool.isComparable() || !baseline().isComparable()) {
            return Ratio.UNKNOWN;
        }
        return pool.name().equals(baseline().name())
                ? Ratio.ONE
                : Ratio.ofMeans(baseline().seconds(), pool.seconds(), options.seed());
    }

    /// How well a pool uses its slots, the first pool being 1: the speed-up, divided by how many
    /// times the slots it has (relative efficiency). NaN where nothing limits the slots of either,
    /// and where the speed-up is unknown.
    public double efficiency(PoolMeasurement pool) {
        return efficiencyOf(pool, Ratio::ratio);
    }

    /// The same for an end of the speed-up's interval.
    double efficiencyOf(PoolMeasurement pool, ToDoubleFunction<Ratio> part) {
        return pool.slots().isPresent() && baseline().slots().isPresent()
                ? part.applyAsDouble(speedUp(pool))
                        * baseline().slots().getAsInt()
                        / pool.slots().getAsInt()
                : Double.NaN;
    }

    /// What others did on this host while the pools were measured, all together.
    Others others() {
        return pools.stream().map(PoolMeasurement::others).reduce(Others.UNKNOWN, Others::plus);
    }

    /// The fastest pool against the others.
    public Verdict verdict() {
        return Verdict.of(ranked(), options.seed());
    }

    /// What to keep in mind when reading the figures.
    ///
    /// @param cores how many threads run at the same instant here
    /// @param machineCores how many the machine could run: a container may have fewer
    public List<Note> notes(int cores, int machineCores) {
        return Note.of(this, cores, machineCores);
    }
}
