package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

/// A workplace whose jobs do nothing but last, hold a resource meanwhile, fail or kill.
final class PlannedWorkplace implements Workplace {

    private static final int NONE = -1;

    private final SimulatedJob.Jobs jobs;
    private final String worker;
    private final SimulatedProcess process;
    private final PermitDesk desk;

    PlannedWorkplace(
            SimulatedJob.Jobs jobs, String worker, SimulatedProcess process, PermitDesk desk) {
        this.jobs = jobs;
        this.worker = worker;
        this.process = process;
        this.desk = desk;
    }

    @Override
    public LeaseWork open(Command.Assign lease, JobEnd end) {
        return new PlannedWork(lease, end);
    }

    private final class PlannedWork implements LeaseWork {

        private final Command.Assign lease;
        private final JobEnd end;
        private int current = NONE;

        PlannedWork(Command.Assign lease, JobEnd end) {
            this.lease = lease;
            this.end = end;
        }

        @Override
        public void begin(int number) {
            current = number;
            SimulatedJob job = jobs.at(lease.batch(), number);
            if (job.resource().isPresent()) {
                long _ = desk.ask(job.resource().get(), new Asked(number, job));
            } else {
                process.after(job.serviceNanos(), () -> endAs(number, job));
            }
        }

        /// What the job still does belongs to nobody. The permit that it holds or waits for comes
        /// back when it would have ended, or as soon as it is granted.
        @Override
        public void stop() {
            current = NONE;
        }

        private void endAs(int number, SimulatedJob job) {
            if (current != number) {
                return;
            }
            switch (job.fate()) {
                case SUCCEEDS -> tell(number, null, job.serviceNanos());
                case FAILS -> tell(number, failed("does not work"), job.serviceNanos());
                case KILLS -> process.die("exit code 1");
            }
        }

        private void tell(int number, @Nullable Outcome failure, long tookNanos) {
            current = NONE;
            end.ended(number, failure, tookNanos);
        }

        private Outcome failed(String message) {
            return new Outcome.Failed(
                    message,
                    new Origin(worker, SimulatedWorker.HOST, process.pid(), lease.attempt()));
        }

        /// A job that waits for its resource.
        private final class Asked implements Answer {

            private final int number;
            private final SimulatedJob job;

            Asked(int number, SimulatedJob job) {
                this.number = number;
                this.job = job;
            }

            @Override
            public void granted(long ticket) {
                if (current != number) {
                    desk.giveBack(ticket);
                    return;
                }
                process.after(
                        job.serviceNanos(),
                        () -> {
                            // Only what dies with its permit leaves it to others: a job that was
                            // stopped kills nobody any more.
                            if (current != number || job.fate() != SimulatedJob.Fate.KILLS) {
                                desk.giveBack(ticket);
                            }
                            endAs(number, job);
                        });
            }

            @Override
            public void refused(String reason) {
                if (current == number) {
                    tell(number, failed(reason), 0);
                }
            }
        }
    }
}
