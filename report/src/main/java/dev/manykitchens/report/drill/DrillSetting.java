package dev.manykitchens.report.drill;

import java.util.List;

/// What a drill was played on.
public sealed interface DrillSetting {

    /// Workers that were there.
    int workers();

    /// How many jobs they could run at a time, all together.
    int slots();

    /// A cluster of the drill's own.
    ///
    /// @param threads of each worker
    /// @param leaseSeconds a worker silent for so long was lost
    /// @param suspectSeconds a worker silent for so long got no more jobs
    record Own(int workers, int threads, double leaseSeconds, double suspectSeconds)
            implements DrillSetting {

        @Override
        public int slots() {
            return workers * threads;
        }
    }

    /// A cluster that was there before.
    ///
    /// @param coordinators `HOST:PORT` of each; more than one: they are one, of which one leads
    record Found(List<String> coordinators, int workers, int slots) implements DrillSetting {

        public Found {
            coordinators = List.copyOf(coordinators);
        }
    }
}
