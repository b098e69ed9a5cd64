package dev.manykitchens.core.comparison;

import java.util.function.LongSupplier;

/// What a comparison measures with.
///
/// @param nanoTime a monotonic clock in nanoseconds
/// @param probe reads processor time and memory
public record Instruments(LongSupplier nanoTime, ProcessProbe probe) {

    /// The clock of this JVM and the given probe.
    public static Instruments with(ProcessProbe probe) {
        return new Instruments(System::nanoTime, probe);
    }
}
