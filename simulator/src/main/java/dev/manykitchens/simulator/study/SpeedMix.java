package dev.manykitchens.simulator.study;

import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.WorkerConditions;

/// What a job needs on average where workers compute at different speeds or are far away, and all
/// of them are busy: each then does as many jobs as it can, so that a fast one does more of them.
///
/// @param slowness how much longer computing takes than at the usual speed
/// @param service how long it keeps a thread, in seconds: with so many threads of this kind a pool
///   does as many jobs a second as with its own
record SpeedMix(double slowness, double service) {

    /// Of jobs that take less than that, the next ones wait at the worker already.
    private static final double KEPT_WAITING =
            DispatchOptions.DEFAULTS.prefetchBelow().toNanos() / 1e9;

    static SpeedMix of(WorkerConditions workers, PoolSpec spec, OfferedLoad load) {
        if (!(spec.kind() instanceof PoolSpec.Kind.Processes processes) || workers.isFair()) {
            return new SpeedMix(1, load.service());
        }
        double away = load.service() < KEPT_WAITING ? 0 : away(workers);
        if (load.service() + away == 0) {
            return new SpeedMix(1, 0);
        }
        double jobsPerSecond = 0;
        double slowness = 0;
        for (int place = 1; place <= processes.size(); place++) {
            double speed = workers.speedAt(place);
            double rate = 1 / (load.computing() / speed + load.waiting() + away);
            jobsPerSecond += rate;
            slowness += rate / speed;
        }
        return new SpeedMix(slowness / jobsPerSecond, processes.size() / jobsPerSecond);
    }

    /// How long a thread has nothing to do between two jobs that are given one by one: the result
    /// is on its way, then the next job.
    private static double away(WorkerConditions workers) {
        return 2 * workers.network().map(its -> its.delay().meanSeconds()).orElse(0.0);
    }

    /// How long a job computes what takes so long at the usual speed.
    double computing(double seconds) {
        return seconds * slowness;
    }
}
