package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How the throughput of one kind of pool grows with its size: what was measured, what was fitted
/// to it, and what follows for other sizes.
///
/// @param family the pools without their size, as in `threads` or `processes+gil`
/// @param points the sizes measured, the smallest first
/// @param law what the curve and the predictions come from: `amdahl` or `usl`; null when there are
///   too few sizes
/// @param contention σ, the part of the work that goes one by one; null without a law, as are the
///   next three
/// @param coherence κ, what each pair of workers costs
/// @param single the throughput of one worker as fitted, in jobs a second
/// @param peak the size from which on more workers make it slower; null where there is none
/// @param holdOut what the others predict for the largest size measured; null with fewer than three
/// @param limit `contention`, `coherence`, `cores` or `none`
/// @param component the part of a job's time that grew most with the size, as named in `split`;
///   null when none did
/// @param curve the law over a range of sizes, for drawing
/// @param predictions for the sizes asked for
/// @param words the same as sentences
public record ScalingEntry(
        String family,
        List<Point> points,
        @Nullable String law,
        @Nullable EstimateEntry contention,
        @Nullable EstimateEntry coherence,
        @Nullable EstimateEntry single,
        @Nullable Double peak,
        @Nullable HoldOut holdOut,
        @Nullable String limit,
        @Nullable String component,
        List<Prediction> curve,
        List<Prediction> predictions,
        List<String> words) {

    public ScalingEntry {
        points = Absent.orEmpty(points);
        curve = Absent.orEmpty(curve);
        predictions = Absent.orEmpty(predictions);
        words = Absent.orEmpty(words);
    }

    /// A size that was measured.
    public record Point(String pool, int size, EstimateEntry jobsPerSecond) {}

    /// A size that follows from the law.
    ///
    /// @param extrapolated whether it lies beyond twice the largest size measured
    public record Prediction(int size, EstimateEntry jobsPerSecond, boolean extrapolated) {}

    /// How well the smaller sizes foretell the largest.
    ///
    /// @param error by how much the prediction is above the measurement, as a part of it
    public record HoldOut(int size, double predicted, double measured, double error) {}
}
