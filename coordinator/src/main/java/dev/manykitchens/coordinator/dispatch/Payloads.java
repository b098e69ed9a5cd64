package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// From a step of the dispatcher to what its facts are about. Confined to the loop.
final class Payloads {

    private final LiveBatches batches;
    private final WorkerRoster roster;
    private final InstantSource wallClock;

    /// Of submitters that come.
    private final Map<Long, Payload.OfSubmitter> coming = new HashMap<>();

    Payloads(LiveBatches batches, WorkerRoster roster, InstantSource wallClock) {
        this.batches = batches;
        this.roster = roster;
        this.wallClock = wallClock;
    }

    /// Notes who a submitter is, before the dispatcher hears of it.
    void comes(Payload.OfSubmitter submitter) {
        coming.put(submitter.submitter(), submitter);
    }

    /// The payloads of a step.
    ///
    /// @param commands what the dispatcher answered to the input
    /// @param report what holds the results, when the input is of some
    List<Payload> of(Input input, List<Command> commands, @Nullable Report report) {
        List<Payload> payloads = new ArrayList<>();
        switch (input) {
            case Input.SubmitterOpened opened -> {
                Payload.OfSubmitter submitter = coming.remove(opened.submitter());
                if (submitter != null) {
                    payloads.add(submitter);
                }
            }
            case Input.BatchSubmitted submitted ->
                    batches.find(submitted.batch()).ifPresent(live -> payloads.add(batch(live)));
            case Input.WorkerJoined joined -> {
                ConnectedWorker worker = roster.find(joined.worker());
                if (worker != null) {
                    payloads.add(new Payload.OfWorker(joined.worker(), worker.hello()));
                }
            }
            case Input.SubmitterClosed _,
                    Input.SubmitterPaused _,
                    Input.BatchCancelled _,
                    Input.JobCancelled _,
                    Input.Restored _,
                    Input.WorkerReturned _,
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
                    Input.WorkerResized _,
                    Input.Tick _,
                    Input.ResourcesAdded _,
                    Input.ResourcesRemoved _,
                    Input.ResourceAsked _,
                    Input.ResourceReturned _ -> {}
        }
        for (Command command : commands) {
            add(command, report, payloads);
        }
        return payloads;
    }

    private Payload batch(LiveBatch live) {
        Claim claim = live.claim();
        return new Payload.OfBatch(
                live.id(),
                live.submitter(),
                claim.theirs(),
                claim.key(),
                claim.detached(),
                wallClock.instant(),
                live.told());
    }

    private void add(Command command, @Nullable Report report, List<Payload> payloads) {
        switch (command) {
            case Command.Deliver(long _, long batch, int _, int _, int[] wanted) -> {
                if (report != null) {
                    for (Report.Values values : report.valuesOf(wanted)) {
                        payloads.add(new Payload.OfResults(batch, values.first(), values.column()));
                    }
                }
            }
            case Command.DeliverOutcome(long _, long batch, int first, int count, var outcome) ->
                    payloads.add(new Payload.OfEnded(batch, first, count, outcome));
            case Command.FinishBatch(long batch) ->
                    payloads.add(new Payload.OfFinish(batch, wallClock.instant()));
            case Command.Assign _,
                    Command.Drop _,
                    Command.ForgetLease _,
                    Command.CancelJobs _,
                    Command.Drain _,
                    Command.Disconnect _,
                    Command.RefuseWorker _,
                    Command.RefuseBatch _,
                    Command.GrantResource _,
                    Command.RefuseResource _,
                    Command.WakeAt _,
                    Command.Announce _ -> {}
        }
    }
}
