package dev.manykitchens.core.journal;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayList;
import java.util.List;

/// From a step of the dispatcher to the facts of it.
public final class Facts {

    private Facts() {}

    /// What must be remembered of one step, in order. All of it is remembered or nothing.
    ///
    /// @param commands what the dispatcher answered to the input
    public static List<Fact> of(Input input, List<Command> commands) {
        List<Fact> facts = new ArrayList<>(4);
        addInput(input, commands, facts);
        for (int i = 0; i < commands.size(); i++) {
            addCommand(commands.get(i), facts);
        }
        for (int i = 0; i < commands.size(); i++) {
            // Behind those that ask in which attempt its jobs were.
            if (commands.get(i) instanceof Command.ForgetLease(long lease)) {
                facts.add(new Fact.LeaseEnded(lease));
            }
        }
        if (input instanceof Input.SubmitterClosed(long submitter)) {
            // Behind the ends of its batches.
            facts.add(new Fact.SubmitterWent(submitter));
        }
        return facts;
    }

    private static void addInput(Input input, List<Command> commands, List<Fact> facts) {
        switch (input) {
            case Input.SubmitterOpened opened -> facts.add(new Fact.SubmitterCame(opened));
            case Input.BatchSubmitted batch -> {
                if (commands.stream().noneMatch(Command.RefuseBatch.class::isInstance)) {
                    facts.add(new Fact.BatchAccepted(batch));
                }
            }
            case Input.WorkerJoined worker -> {
                if (commands.stream().noneMatch(Command.RefuseWorker.class::isInstance)) {
                    facts.add(new Fact.WorkerCame(worker));
                }
            }
            case Input.WorkerResized(String worker, int threads) ->
                    facts.add(new Fact.WorkerResized(worker, threads));
            case Input.ResourcesAdded(var resources) ->
                    facts.add(new Fact.ResourcesCame(resources));
            case Input.ResourcesRemoved(var names) -> facts.add(new Fact.ResourcesWent(names));
            // What they come to stands in the commands, or need not be known afterwards.
            case Input.SubmitterClosed _,
                    Input.SubmitterPaused _,
                    Input.BatchCancelled _,
                    Input.JobCancelled _,
                    Input.CreditsOffered _,
                    Input.ResultsReceived _,
                    Input.HeartbeatReceived _,
                    Input.PartReceived _,
                    Input.LeaseReturned _,
                    Input.WorkerGone _,
                    Input.WorkerUnreachable _,
                    Input.WorkersUnavailable _,
                    Input.DrainRequested _,
                    Input.PrefetchSet _,
                    Input.ChunkJobsSet _,
                    Input.Restored _,
                    Input.WorkerReturned _,
                    Input.Tick _,
                    Input.ResourceAsked _,
                    Input.ResourceReturned _ -> {}
        }
    }

    private static void addCommand(Command command, List<Fact> facts) {
        switch (command) {
            case Command.Assign given ->
                    facts.add(
                            new Fact.LeaseGiven(
                                    given.lease(),
                                    given.worker(),
                                    given.batch(),
                                    given.first(),
                                    given.count(),
                                    given.attempt()));
            case Command.Deliver(long lease, long batch, int first, int count, int[] wanted) ->
                    facts.add(new Fact.JobsReported(lease, batch, first, count, wanted));
            case Command.DeliverOutcome ended ->
                    facts.add(new Fact.JobsEnded(ended.batch(), ended.first(), ended.count()));
            case Command.FinishBatch(long batch) -> facts.add(new Fact.BatchFinished(batch));
            case Command.Announce(RunEvent.JobsRequeued again) when again.counted() ->
                    facts.add(
                            new Fact.JobsTried(
                                    again.lease(), again.batch(), again.first(), again.count()));
            case Command.Announce(RunEvent.WorkerChanged changed)
                    when changed.state() == WorkerState.LOST
                            || changed.state() == WorkerState.LEFT ->
                    facts.add(new Fact.WorkerWent(changed.worker()));
            case Command.Announce _,
                    Command.Drop _,
                    Command.ForgetLease _,
                    Command.CancelJobs _,
                    Command.Drain _,
                    Command.Disconnect _,
                    Command.RefuseWorker _,
                    Command.RefuseBatch _,
                    Command.GrantResource _,
                    Command.RefuseResource _,
                    Command.WakeAt _ -> {}
        }
    }
}
