package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.List;

/// One command of a transcript as a line of text. Events begin with an asterisk.
final class CommandText {

    private CommandText() {}

    static String of(Command command) {
        return switch (command) {
            case Command.Assign(
                            String worker,
                            long lease,
                            long batch,
                            int first,
                            int count,
                            int attempt,
                            _) ->
                    "assign %s lease=%d batch=%d jobs=%s attempt=%d"
                            .formatted(worker, lease, batch, range(first, count), attempt);
            case Command.Deliver(long lease, long batch, int first, int count, int[] wanted) ->
                    "deliver lease=%d batch=%d jobs=%s wanted=%s"
                            .formatted(lease, batch, range(first, count), ranges(wanted));
            case Command.DeliverOutcome(
                            long lease,
                            long batch,
                            int first,
                            int count,
                            Outcome outcome) ->
                    "deliver-outcome lease=%d batch=%d jobs=%s : %s"
                            .formatted(lease, batch, range(first, count), outcome.describe());
            case Command.Drop(String worker, long lease) ->
                    "drop %s lease=%d".formatted(worker, lease);
            case Command.ForgetLease(long lease) -> "forget lease=%d".formatted(lease);
            case Command.CancelJobs(String worker, long lease, List<Integer> jobs) ->
                    "cancel-jobs %s lease=%d jobs=%s"
                            .formatted(
                                    worker,
                                    lease,
                                    jobs.isEmpty()
                                            ? "all"
                                            : ranges(
                                                    jobs.stream()
                                                            .mapToInt(Integer::intValue)
                                                            .toArray()));
            case Command.Drain(String worker, String reason) ->
                    "drain %s : %s".formatted(worker, reason);
            case Command.Disconnect(String worker, String reason) ->
                    "disconnect %s : %s".formatted(worker, reason);
            case Command.RefuseWorker(String worker, String reason) ->
                    "refuse-worker %s : %s".formatted(worker, reason);
            case Command.RefuseBatch(long batch, String reason) ->
                    "refuse-batch %d : %s".formatted(batch, reason);
            case Command.GrantResource(String worker, long ticket) ->
                    "grant %s ticket=%d".formatted(worker, ticket);
            case Command.RefuseResource(String worker, long ticket, String reason) ->
                    "refuse %s ticket=%d : %s".formatted(worker, ticket, reason);
            case Command.FinishBatch(long batch) -> "finish %d".formatted(batch);
            case Command.WakeAt(long at) -> "wake-at " + DurationRange.text(Duration.ofNanos(at));
            case Command.Announce(RunEvent event) -> "* " + event(event);
        };
    }

    private static String event(RunEvent event) {
        return switch (event) {
            case RunEvent.BatchSubmitted(_, long batch, String recipe, int jobs) ->
                    "batch-submitted %d recipe=%s jobs=%d".formatted(batch, recipe, jobs);
            case RunEvent.BatchFinished(_, long batch, int succeeded, int failed) ->
                    "batch-finished %d succeeded=%d failed=%d".formatted(batch, succeeded, failed);
            case RunEvent.JobFailed(_, long batch, int job, Outcome outcome) ->
                    "job-failed batch=%d job=%d %s".formatted(batch, job, outcome.kind());
            case RunEvent.ChunkAssigned(
                            _,
                            long lease,
                            String worker,
                            long batch,
                            int first,
                            int count) ->
                    "chunk-assigned %s lease=%d batch=%d jobs=%s"
                            .formatted(worker, lease, batch, range(first, count));
            case RunEvent.JobsCopied(
                            _,
                            long lease,
                            String worker,
                            long batch,
                            int first,
                            int count) ->
                    "jobs-copied %s lease=%d batch=%d jobs=%s"
                            .formatted(worker, lease, batch, range(first, count));
            case RunEvent.JobsRequeued(
                            _,
                            long lease,
                            String worker,
                            long batch,
                            int first,
                            int count,
                            boolean counted) ->
                    "jobs-requeued %s lease=%d batch=%d jobs=%s %s"
                            .formatted(
                                    worker,
                                    lease,
                                    batch,
                                    range(first, count),
                                    counted ? "counted" : "not-counted");
            case RunEvent.ResultsDropped(_, long lease, String worker, int jobs) ->
                    "results-dropped %s lease=%d jobs=%d".formatted(worker, lease, jobs);
            case RunEvent.WorkerJoined(_, String worker, String host, long pid, int threads) ->
                    "worker-joined %s host=%s pid=%d threads=%d"
                            .formatted(worker, host, pid, threads);
            case RunEvent.WorkerChanged(_, String worker, var state, String reason) ->
                    "worker %s %s%s"
                            .formatted(worker, state, reason.isEmpty() ? "" : " : " + reason);
            case RunEvent other -> "unexpected " + other;
        };
    }

    private static String range(int first, int count) {
        return count == 1 ? "" + first : first + ".." + (first + count - 1);
    }

    private static String ranges(int[] jobs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < jobs.length; ) {
            int run = 1;
            while (i + run < jobs.length && jobs[i + run] == jobs[i] + run) {
                run++;
            }
            text.append(text.isEmpty() ? "" : ",").append(range(jobs[i], run));
            i += run;
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
