package dev.manykitchens.simulator;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterFacts;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.ClusterWatch;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Feeds a [ClusterWatch] with the events that a coordinator emits for the dispatcher's commands,
/// and holds what it says against the books of the referee, which never looks at those events.
final class ClusterBook implements SimulatedCluster.Witness {

    private static final String NOBODY = "none";

    private final Referee referee;
    private final ClusterWatch watch = new ClusterWatch(0);

    ClusterBook(Referee referee) {
        this.referee = referee;
    }

    /// Called after the referee has seen the same step.
    @Override
    public void saw(Input input, long now, List<Command> commands) {
        for (Command command : commands) {
            switch (command) {
                case Command.Deliver given when given.wanted().length > 0 ->
                        take(
                                finished(
                                        now,
                                        given.batch(),
                                        ((Input.ResultsReceived) input).worker(),
                                        Outcome.Kind.SUCCEEDED,
                                        given.wanted()));
                case Command.DeliverOutcome given -> {
                    int[] jobs = new int[given.count()];
                    for (int row = 0; row < jobs.length; row++) {
                        jobs[row] = given.first() + row;
                    }
                    take(
                            finished(
                                    now,
                                    given.batch(),
                                    worker(given, input),
                                    given.outcome().kind(),
                                    jobs));
                }
                case Command.Announce(RunEvent event) -> take(event);
                case Command.Deliver _,
                        Command.Assign _,
                        Command.Drop _,
                        Command.ForgetLease _,
                        Command.CancelJobs _,
                        Command.Drain _,
                        Command.Disconnect _,
                        Command.RefuseWorker _,
                        Command.RefuseBatch _,
                        Command.GrantResource _,
                        Command.RefuseResource _,
                        Command.FinishBatch _,
                        Command.WakeAt _ -> {}
            }
        }
        if (commands.stream().anyMatch(command -> !(command instanceof Command.WakeAt))) {
            // Nothing else changes what it says.
            compare(watch.view(now, ClusterFacts.NONE));
        }
    }

    /// As the coordinator tells it: who reported it, or under whom it died, or nobody.
    private static String worker(Command.DeliverOutcome given, Input input) {
        if (given.lease() != 0 && input instanceof Input.ResultsReceived report) {
            return report.worker();
        }
        return given.outcome() instanceof Outcome.WorkerLost lost ? lost.origin().worker() : NOBODY;
    }

    private static RunEvent finished(
            long now, long batch, String worker, Outcome.Kind kind, int[] jobs) {
        JobColumns rows = JobColumns.allocate(jobs.length);
        for (int row = 0; row < jobs.length; row++) {
            rows.job()[row] = jobs[row];
            rows.attempt()[row] = 1;
            rows.kind()[row] = kind.code();
        }
        return new RunEvent.JobsFinished(now, batch, worker, rows);
    }

    private void take(RunEvent event) {
        watch.accept(event);
        JobTotals totals = watch.totals();
        require(
                totals.queued() + totals.running() + totals.ended() == totals.taken(),
                () -> "each job is in one place, after " + event + " there was " + totals);
        require(
                totals.queued() >= 0 && totals.running() >= 0,
                () -> "no count is below 0: " + totals);
    }

    private void compare(ClusterView view) {
        for (BatchRow row : view.batches()) {
            BatchBook book = referee.batches().get(row.batch());
            require(book != null && !book.isFinished(), "unfinished batches have rows");
            if (book != null) {
                long running =
                        IntStream.range(0, book.jobs())
                                .filter(job -> isHeld(book, job) && !book.told().get(job))
                                .count();
                require(
                        row.running() == running
                                && row.succeeded() == book.succeeded()
                                && row.failed() + row.cancelled() == book.failures().size()
                                && row.orphaned() == 0,
                        () -> "a batch's row is true: " + row);
            }
        }
        long unfinished = referee.batches().values().stream().filter(b -> !b.isFinished()).count();
        require(view.batches().size() == unfinished, "finished batches have no rows");
        int held = 0;
        for (WorkerRow row : view.workers()) {
            require(row.running() >= 0 && row.chunks() >= 0, () -> "no count is below 0: " + row);
            require((row.running() == 0) == (row.chunks() == 0), () -> "leases have jobs: " + row);
            held += row.running();
        }
        JobTotals totals = view.totals();
        require(
                held >= totals.running() && held <= totals.running() + totals.copied(),
                "running jobs are with workers: " + held + " of " + totals);
    }

    private static boolean isHeld(BatchBook book, int job) {
        return book.holders(job) > 0;
    }

    /// Everything has ended: the counts are the referee's.
    void checkTheEnd() {
        ClusterView view = watch.view(0, ClusterFacts.NONE);
        JobTotals totals = view.totals();
        long succeeded = 0;
        long cancelled = 0;
        long orphaned = 0;
        long failed = 0;
        for (Map.Entry<Long, BatchBook> batch : referee.batches().entrySet()) {
            succeeded += batch.getValue().succeeded();
            for (Outcome failure : batch.getValue().failures().values()) {
                cancelled += failure.kind() == Outcome.Kind.CANCELLED ? 1 : 0;
                orphaned += failure.kind() == Outcome.Kind.ORPHANED ? 1 : 0;
                failed += failure.kind().isCancellation() ? 0 : 1;
            }
        }
        require(
                totals.succeeded() == succeeded
                        && totals.failed() == failed
                        && totals.cancelled() == cancelled
                        && totals.orphaned() == orphaned
                        && totals.queued() == 0
                        && totals.running() == 0,
                "in the end the counts are true: " + totals);
        require(
                totals.requeued()
                        == referee.tally().requeuedCounted + referee.tally().requeuedUncounted,
                "what was requeued is counted");
        require(
                view.workersLost() == referee.tally().crashes + referee.tally().silences,
                "lost workers are counted");
        require(view.workers().isEmpty() && view.batches().isEmpty(), "in the end nothing is kept");
    }

    private static void require(boolean holds, Supplier<String> promise) {
        if (!holds) {
            throw new AssertionError("broken promise: " + promise.get());
        }
    }

    private static void require(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError("broken promise: " + promise);
        }
    }
}
