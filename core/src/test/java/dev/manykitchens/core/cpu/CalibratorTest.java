package dev.manykitchens.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibratorTest {

    private static final long FAST_NANOS = 500_000;

    private long cpuNanos;
    private long wallNanos;
    private int slices;

    /// A thread that gets a tenth of a core, as the compiler does: code is interpreted for the
    /// first second on the clock, which is a tenth of that of CPU time.
    @Test
    void amountsAreRightOnAMachineThatIsShortOfCores() {
        Calibration calibration = measure(10, 1_000_000_000L);

        assertThat(calibration.unitsPerSecond())
                .isCloseTo(Calibrator.UNITS * 1e9 / FAST_NANOS, within(1e-6));
    }

    @Test
    void itEndsSoonOnceNothingBecomesFaster() {
        measure(1, 20_000_000);

        assertThat(cpuNanos).isBetween(75_000_000L, 120_000_000L);
    }

    @Test
    void itEndsAlsoWhenNoCoreIsToBeHad() {
        measure(1_000_000, Long.MAX_VALUE);

        assertThat(slices).isBetween(1, 3);
    }

    /// @param share wall time for each CPU time
    /// @param compiledAfterNanos wall time after which slices are ten times faster
    private Calibration measure(long share, long compiledAfterNanos) {
        return new Calibrator(
                        () -> cpuNanos,
                        () -> wallNanos,
                        () -> {
                            long nanos =
                                    wallNanos < compiledAfterNanos ? 10 * FAST_NANOS : FAST_NANOS;
                            cpuNanos += nanos;
                            wallNanos += share * nanos;
                            slices++;
                        })
                .measure();
    }
}
