package dev.manykitchens.core.recipe;

import dev.manykitchens.core.value.Row;

import java.time.Duration;

/// What a computing step does: a calibrated amount of work, or real code.
public sealed interface Computation {

    /// A fixed amount of CPU work, named by the CPU time it takes on an idle core of the machine
    /// that submitted the batch. It is an amount and not a time: on a shared core it takes longer.
    record Amount(Duration cpuTime) implements Computation {
        public Amount {
            if (cpuTime.isNegative()) {
                throw new IllegalArgumentException(
                        "an amount of CPU work must not be negative, was " + cpuTime);
            }
        }
    }

    /// Real code that is run for its effect and its time.
    non-sealed interface Code extends Computation {
        /// Runs the code. Long computations call [JobContext#checkpoint] at least every
        /// millisecond.
        ///
        /// @throws Exception any failure: the job fails with this message
        void run(Row arguments, JobContext context) throws Exception;
    }
}
