package dev.manykitchens.simulator.study;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.WorkerConditions;

/// What a job needs on average where workers compute at different speeds and all of them are busy:
/// each then does as many jobs as it can, so that a fast one does more of them.
///
/// @param slowness how much longer computing takes than at the usual speed
/// @param service how long it keeps a thread, in seconds: with so many threads of this kind a pool
///   does as many jobs a second as with its own
record SpeedMix(double slowness, double service) {

    static SpeedMix of(WorkerConditions workers, PoolSpec spec, OfferedLoad load) {
        if (!(spec.kind() instanceof PoolSpec.Kind.Processes processes)
                || workers.kinds().isEmpty()
                || load.service() == 0) {
            return new SpeedMix(1, load.service());
        }
        double jobsPerSecond = 0;
        double slowness = 0;
        for (int place = 1; place <= processes.size(); place++) {
            double speed = workers.speedAt(place);
            double rate = 1 / (load.computing() / speed + load.waiting());
            jobsPerSecond += rate;
            slowness += rate / speed;
        }
        return new SpeedMix(slowness / jobsPerSecond, processes.size() / jobsPerSecond);
    }

    /// How long a job computes what takes so long at the usual speed.
    double computing(double seconds) {
        return seconds * slowness;
    }
}
