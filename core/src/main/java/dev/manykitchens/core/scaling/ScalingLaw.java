package dev.manykitchens.core.scaling;

import java.util.OptionalDouble;

/// How many jobs a second `n` workers do: `X(n) = λn / (1 + σ(n-1) + κn(n-1))`, the Universal
/// Scalability Law (Gunther, *Guerrilla Capacity Planning*, Springer 2007). With κ = 0 it is
/// Amdahl's law, where σ is the part of the work that cannot be shared out.
///
/// @param single λ, jobs a second of one worker; above 0
/// @param contention σ, the part of the work for which workers queue; from 0 to 1, where they queue
///   for all of it
/// @param coherence κ, what each pair of workers costs to keep in step; at least 0
public record ScalingLaw(double single, double contention, double coherence) {

    public ScalingLaw {
        if (!(single > 0) || !(contention >= 0 && contention <= 1) || !(coherence >= 0)) {
            throw new IllegalArgumentException(
                    "a scaling law needs λ > 0, σ from 0 to 1 and κ >= 0, had %s, %s and %s"
                            .formatted(single, contention, coherence));
        }
    }

    /// Jobs a second of so many workers.
    public double throughput(int size) {
        return single * size / slowdown(size);
    }

    /// The size from which on more workers make it slower: `√((1-σ)/κ)`; empty where there is none.
    public OptionalDouble peak() {
        return coherence > 0 && contention < 1
                ? OptionalDouble.of(Math.sqrt((1 - contention) / coherence))
                : OptionalDouble.empty();
    }

    /// How far from linear so many workers are because of contention.
    double contentionAt(int size) {
        return contention * (size - 1);
    }

    /// How far from linear so many workers are because of coherence.
    double coherenceAt(int size) {
        return coherence * size * (size - 1);
    }

    private double slowdown(int size) {
        return 1 + contentionAt(size) + coherenceAt(size);
    }
}
