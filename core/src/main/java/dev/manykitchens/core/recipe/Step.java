package dev.manykitchens.core.recipe;

import java.time.Duration;
import java.util.List;

/// One step of a job, as data. Steps of a job run one after the other.
public sealed interface Step {

    /// Waits as for the network, a disk or a person: needs neither a stove nor, on an event loop, a
    /// thread.
    ///
    /// @param duration how long, at least zero
    record Wait(Duration duration) implements Step {
        public Wait {
            requireNotNegative(duration);
        }
    }

    /// Computes on a stove of the process.
    record Compute(Computation computation) implements Step {}

    /// Computes without a stove, as a native extension does that releases Python's GIL.
    record Offload(Computation computation) implements Step {}

    /// Holds one permit of a named resource while the inner steps run. Uses should nest in the same
    /// order everywhere: a job fails that would wait for ever for one that waits for it.
    record Use(String resource, List<Step> steps) implements Step {
        public Use {
            steps = List.copyOf(steps);
        }
    }

    /// A wait.
    static Step waitFor(Duration duration) {
        return new Wait(duration);
    }

    /// A calibrated amount of CPU work, given as the time it takes on an idle core.
    static Step compute(Duration amount) {
        return new Compute(new Computation.Amount(amount));
    }

    /// A calibrated amount of CPU work that needs no stove.
    static Step offload(Duration amount) {
        return new Offload(new Computation.Amount(amount));
    }

    /// The same step with every wait and every calibrated amount multiplied by `scale`; real code
    /// stays as it is.
    default Step scaledBy(double scale) {
        return switch (this) {
            case Wait(Duration duration) -> new Wait(scaled(duration, scale));
            case Compute(Computation.Amount(Duration amount)) -> compute(scaled(amount, scale));
            case Offload(Computation.Amount(Duration amount)) -> offload(scaled(amount, scale));
            case Compute compute -> compute;
            case Offload offload -> offload;
            case Use(String resource, List<Step> steps) ->
                    new Use(resource, steps.stream().map(step -> step.scaledBy(scale)).toList());
        };
    }

    private static Duration scaled(Duration duration, double scale) {
        return Duration.ofNanos(Math.round(duration.toNanos() * scale));
    }

    private static void requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a wait must not be negative, was " + duration);
        }
    }
}
