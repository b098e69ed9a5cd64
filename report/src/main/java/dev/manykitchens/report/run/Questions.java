package dev.manykitchens.report.run;

import dev.manykitchens.core.advice.Advice;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.scaling.Scaling;

import java.util.List;
import java.util.Optional;

/// What somebody wants to know beyond the measurements.
///
/// @param within how much slower than the fastest a pool may be to be advised, as a part of its
///   time
/// @param goal a limit for response times that the advised pool should keep
/// @param sizes pool sizes whose throughput should be predicted
public record Questions(double within, Optional<Goal> goal, List<Integer> sizes) {

    /// None but which pool to take.
    public static final Questions USUAL =
            new Questions(Advice.DEFAULT_WITHIN, Optional.empty(), List.of());

    public Questions {
        if (!(within >= 0 && within <= Advice.MOST_WITHIN)) {
            throw new IllegalArgumentException(
                    "what a pool may be slower must be from 0 %% to %,d %%, was %s %%"
                            .formatted(100L * Advice.MOST_WITHIN, 100 * within));
        }
        sizes = List.copyOf(sizes);
        for (int size : sizes) {
            if (size < 1 || size > Scaling.MOST_SIZE) {
                throw new IllegalArgumentException(
                        "a size to predict must be from 1 to %,d, was %d"
                                .formatted(Scaling.MOST_SIZE, size));
            }
        }
    }
}
