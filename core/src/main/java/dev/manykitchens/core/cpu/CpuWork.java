package dev.manykitchens.core.cpu;

import java.util.function.LongSupplier;

/// A fixed amount of CPU work, counted in units of about a microsecond on a core of today.
///
/// One unit is a chain of integer operations of which each needs the result of the one before, so
/// it can be neither vectorised nor overlapped with itself, and its result is used, so that no
/// compiler removes it. Nothing here watches a clock while it works: an amount takes longer on a
/// core that is shared. Thread-safe.
public final class CpuWork {

    private static final int ROUNDS_A_UNIT = 640;
    private static final int UNITS_A_SLICE = 64;

    @SuppressWarnings("UnusedVariable") // written so that the result is used, never read
    private static volatile long consumed;

    private CpuWork() {}

    /// The speed of this machine, measured once in this JVM: the first call takes about 100 ms of
    /// CPU time; see [Calibrator].
    public static Calibration calibration() {
        return Measured.ONCE;
    }

    /// Brings the work to its final machine code, so that the first jobs of a fresh JVM are not
    /// slower than the rest; takes as long as [#calibration], and nothing when that was made
    /// before.
    public static void warmUp() {
        Calibration _ = calibration();
    }

    /// Works through `units` units on the calling thread, with a call of `checkpoint` between
    /// slices of some 64 units, that is every 50 to 100 microseconds on a core of its own. What
    /// `checkpoint` throws ends the work and passes through.
    public static void burn(long units, Runnable checkpoint) {
        long state = units;
        long left = units;
        while (left > UNITS_A_SLICE) {
            state = chain(state, UNITS_A_SLICE * ROUNDS_A_UNIT);
            left -= UNITS_A_SLICE;
            checkpoint.run();
        }
        consume(chain(state, (int) Math.max(0, left) * ROUNDS_A_UNIT));
    }

    private static long chain(long start, int rounds) {
        long x = start;
        for (int i = 0; i < rounds; i++) {
            x = (x ^ (x >>> 29)) * 0xBF58476D1CE4E5B9L + 1;
        }
        return x;
    }

    /// A use of the result that the compiler cannot foresee and that costs no write to shared
    /// memory.
    private static void consume(long result) {
        if (result == 0) {
            consumed = 1;
        }
    }

    /// The speed as it is now.
    static Calibration measure() {
        LongSupplier cpuClock =
                ThreadCpuTime.isReadable() ? ThreadCpuTime::nanos : System::nanoTime;
        return new Calibrator(cpuClock, System::nanoTime, () -> burn(Calibrator.UNITS, () -> {}))
                .measure();
    }

    private static final class Measured {

        private static final Calibration ONCE = measure();

        private Measured() {}
    }
}
