package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

/// Where the jobs of one simulated worker are run. The worker says which job is next and hears when
/// it has ended; how long that takes and what it needs is the workplace's.
public interface Workplace {

    /// A lease came: its jobs will be run one after the other, on a thread of its own.
    ///
    /// @param end hears of each job's end
    LeaseWork open(Command.Assign lease, JobEnd end);

    /// How many bytes the arguments of these jobs are on the way to the worker.
    default long argumentBytes(Command.Assign lease) {
        return 0;
    }

    /// How many bytes the results of these jobs are on the way back.
    ///
    /// @param first position in the batch of the first of them
    default long resultBytes(Command.Assign lease, int first, int jobs) {
        return 0;
    }

    /// The jobs of one lease.
    interface LeaseWork {

        /// Begins a job: it ends at once or later.
        ///
        /// @param job position in the batch
        void begin(int job);

        /// The job that runs is not wanted any more: whatever it still does counts for nothing.
        void stop();
    }

    /// Hears of the ends of jobs.
    @FunctionalInterface
    interface JobEnd {

        /// A job ended.
        ///
        /// @param job position in the batch
        /// @param failure how, unless it succeeded
        /// @param tookNanos how long it ran
        void ended(int job, @Nullable Outcome failure, long tookNanos);
    }

    /// Where jobs ask for permits of resources that all workers share: by messages to the
    /// coordinator.
    interface PermitDesk {

        /// Asks for a permit.
        ///
        /// @return the number of this request
        long ask(String resource, Answer answer);

        /// Gives a permit back.
        ///
        /// @param ticket the number of the request
        void giveBack(long ticket);
    }

    /// What becomes of a request for a permit.
    interface Answer {

        /// The permit is there.
        void granted(long ticket);

        /// There will be none.
        void refused(String reason);
    }

    /// Furnishes a workplace for a worker that starts.
    @FunctionalInterface
    interface Furnisher {
        /// A workplace for this worker.
        ///
        /// @param process what may stand still or die
        Workplace furnish(WorkerPlan plan, SimulatedProcess process, PermitDesk desk);
    }
}
