package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.scenario.JobBytes;

/// Jobs that are one batch of the dispatcher's.
///
/// @param jobs what they are
/// @param first the number there of the batch's first job
record HandedBatch(SimulatedJobs jobs, int first) {

    /// How much travels with a job.
    ///
    /// @param job position in the batch
    JobBytes bytes(int job) {
        return jobs.bytes(first + job);
    }

    /// A job that ended although no report of it came: its workers died under it, or there are
    /// none.
    ///
    /// @param job position in the batch
    void lost(int job, Outcome outcome, long now) {
        SimulatedTimes times = new SimulatedTimes();
        times.assigned = now;
        times.received = now;
        times.started = now;
        times.finished = now;
        times.delivered = now;
        String worker = "";
        if (outcome instanceof Outcome.WorkerLost lost) {
            worker = lost.origin().worker();
            times.attempt = lost.origin().attempt();
        }
        jobs.ended(first + job, outcome, times, worker);
    }
}
