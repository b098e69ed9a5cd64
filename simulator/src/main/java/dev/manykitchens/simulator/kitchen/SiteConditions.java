package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.WorkerConditions;

/// What a simulated pool's workers are like, and what may happen to them.
///
/// @param workers what they are like and what happens to them
/// @param endedByJobs whether a job may end the process that runs it
/// @param streams where what happens is drawn
record SiteConditions(WorkerConditions workers, boolean endedByJobs, RandomStreams streams) {

    /// All workers are alike, and nothing happens.
    static SiteConditions fair() {
        return new SiteConditions(WorkerConditions.FAIR, false, RandomStreams.seeded(1));
    }
}
