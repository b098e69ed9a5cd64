package dev.manykitchens.core.load;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// When the jobs of a load come; as text, how sentences name it.
public sealed interface LoadArrivals {

    /// How many jobs come a second on average when they come for so long; NaN when that depends on
    /// the pool.
    double perSecond(Duration duration);

    /// At random times, so many in a unit of time on average: the gaps between them are
    /// exponential, so that their number is a Poisson process.
    record AtRate(Rate rate) implements LoadArrivals {
        @Override
        public double perSecond(Duration duration) {
            return rate.perSecond();
        }

        @Override
        public String toString() {
            return rate.toString();
        }
    }

    /// At times that somebody else has fixed.
    ///
    /// @param schedule has at least one job
    /// @param atOnce how many jobs always come at the same instant
    /// @param words what the times are, such as `bursts of 20 every 5s`
    record Planned(ArrivalSchedule schedule, int atOnce, String words) implements LoadArrivals {
        @Override
        public double perSecond(Duration duration) {
            return schedule.size() / (duration.toNanos() / 1e9);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /// From so many users, each of whom thinks, brings a job and waits for its end, over and over:
    /// what comes follows what the pool does, so that it never comes faster than the pool can.
    ///
    /// @param users at least one
    /// @param thinking gives, for each load anew, how many nanoseconds each next thought takes
    /// @param expected for how long about jobs come, where only their number ends it
    /// @param words what it is, such as `closed 10 think exponential 1s`
    record Closed(int users, Supplier<LongSupplier> thinking, Duration expected, String words)
            implements LoadArrivals {
        @Override
        public double perSecond(Duration duration) {
            return Double.NaN;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
