package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scaling.Scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sizes of one kind of pool: some are held out and predicted from what the others measured.
///
/// @param scenario its name; its jobs are there from the beginning
/// @param kind the pool in any size
/// @param known sizes that say something about others, at least two
/// @param heldOut sizes that are predicted
record Family(String scenario, PoolSpec kind, List<Integer> known, List<Integer> heldOut) {

    /// An espresso machine for one, cores of which there are too few, and worker JVMs.
    static final List<Family> ALL =
            List.of(
                    of("coffee-shop", "threads:1", List.of(1, 2, 4), List.of(3, 8)),
                    of("image-pipeline", "threads:1", List.of(1, 2, 4), List.of(8, 16)),
                    of("grading", "processes:1", List.of(1, 2, 4), List.of(3, 6)));

    Family {
        known = List.copyOf(known);
        heldOut = List.copyOf(heldOut);
    }

    private static Family of(
            String scenario, String kind, List<Integer> known, List<Integer> heldOut) {
        return new Family(scenario, PoolSpec.parse(kind), known, heldOut);
    }

    /// Its pools, those that are held out last.
    List<PoolSpec> pools() {
        return Stream.concat(known.stream(), heldOut.stream())
                .map(size -> kind.withSize(size).orElseThrow())
                .toList();
    }

    /// What the known sizes say about those that were held out.
    ///
    /// @param jobs how many a run has
    /// @param measured seconds of each run, of each of [#pools]
    /// @param simulated seconds of each of them
    List<HeldOut> predict(int jobs, List<double[]> measured, List<Double> simulated) {
        List<Scaling.Point> points = new ArrayList<>();
        double logs = 0;
        for (int i = 0; i < known.size(); i++) {
            String name = pools().get(i).toString();
            double median = Times.of(measured.get(i)).median();
            double[] seconds = {median};
            points.add(new Scaling.Point(name, known.get(i), jobs, seconds, Map.of()));
            logs += Math.log(median / simulated.get(i));
        }
        double calibration = Math.exp(logs / known.size());
        Scaling law = Scaling.of(kind.toString(), points, 1);
        List<HeldOut> predictions = new ArrayList<>();
        for (int i = known.size(); i < measured.size(); i++) {
            int size = heldOut.get(i - known.size());
            predictions.add(
                    new HeldOut(
                            pools().get(i),
                            Times.of(measured.get(i)).median(),
                            calibration * simulated.get(i),
                            jobs / law.predict(size).jobsPerSecond().value()));
        }
        return predictions;
    }

    /// The known sizes for people: `1, 2, 4`.
    String knownSizes() {
        return known.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /// A size that was predicted.
    ///
    /// @param measured median of its runs, in seconds
    /// @param simulated in virtual time, multiplied by what the known sizes took longer than theirs
    ///   (the geometric mean)
    /// @param byLaw by the law of scaling that fits the known sizes and knows nothing of steps,
    ///   resources and cores
    record HeldOut(PoolSpec pool, double measured, double simulated, double byLaw) {

        /// By how much the simulation is above the measurement, as a part of it.
        double error() {
            return simulated / measured - 1;
        }

        /// The same of the law.
        double errorOfLaw() {
            return byLaw / measured - 1;
        }

        /// Whether the simulation is as near as the worst of its kind may be.
        boolean holds() {
            return Math.abs(error()) <= Bounds.of(pool).worst();
        }
    }
}
