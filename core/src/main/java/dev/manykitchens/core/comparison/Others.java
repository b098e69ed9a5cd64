package dev.manykitchens.core.comparison;

import dev.manykitchens.core.measurement.Round;

import java.time.Duration;
import java.util.Optional;

/// What other programs did on this host, or other machines on the same hardware, while something
/// was measured.
///
/// Processor time comes in ticks of some 10 ms, so of less than [#LONG_ENOUGH] nothing is said.
///
/// @param cpuNanos processor time that they used
/// @param nanos wall time in which that was looked at; 0 when nobody looked
public record Others(long cpuNanos, long nanos) {

    /// Nobody looked.
    public static final Others UNKNOWN = new Others(0, 0);

    /// Of less time nothing is said.
    public static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    /// The host is busy when others use more than this share of the cores.
    private static final double BUSY_SHARE = 0.15;

    /// In one round.
    public static Others of(Round round) {
        return round.othersNanos().map(used -> new Others(used, round.wallNanos())).orElse(UNKNOWN);
    }

    /// In both.
    public Others plus(Others more) {
        return new Others(cpuNanos + more.cpuNanos, nanos + more.nanos);
    }

    /// Whether it was looked at for so long that it can be said whether they disturbed.
    public boolean isLongEnough() {
        return nanos >= LONG_ENOUGH.toNanos();
    }

    /// How many cores worked for them, on average; NaN when nobody looked.
    public double cores() {
        return (double) cpuNanos / nanos;
    }

    /// That they disturbed, if they did.
    ///
    /// @param cores how many this JVM may use
    public Optional<Caution.HostBusy> disturbing(int cores) {
        // Ticks of one process may be booked late: no more cores can be busy than there are.
        return isLongEnough() && cores() > BUSY_SHARE * cores
                ? Optional.of(new Caution.HostBusy(Math.min(cores(), cores), cores))
                : Optional.empty();
    }
}
