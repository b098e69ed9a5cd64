package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The batches that are not finished. Whatever a job comes to goes through here: to the events, and
/// to whoever submitted it. Confined to the loop.
final class LiveBatches {

    private static final String NOBODY = "none";
    private static final int MOST_ROWS = 8_192;

    private final EventSink events;

    /// Whether anybody hears them: times of jobs are put into columns only then.
    private final boolean heard;

    private final Consumer<Runnable> deliveries;
    private final LongSupplier clock;
    private final LongConsumer onTold;
    private final Map<Long, LiveBatch> batches = new LinkedHashMap<>();
    private int gatheredWaiting;

    /// @param deliveries runs what tells submitters, in order
    /// @param clock monotonic nanoseconds
    /// @param onTold hears the number of a batch of which outcomes are told, or that it is finished
    LiveBatches(
            EventSink events,
            Consumer<Runnable> deliveries,
            LongSupplier clock,
            LongConsumer onTold) {
        this.events = events;
        this.heard = !events.equals(EventSink.NONE);
        this.deliveries = deliveries;
        this.clock = clock;
        this.onTold = onTold;
    }

    void add(LiveBatch live) {
        batches.put(live.id(), live);
        gatheredWaiting += live.isGathered() ? live.waiting() : 0;
    }

    /// Notes that jobs were given to a worker.
    void giveOut(LiveBatch live, int first, int count) {
        int before = live.waiting();
        live.giveOut(first, count);
        waitNoMore(live, before);
    }

    private void waitNoMore(LiveBatch live, int before) {
        gatheredWaiting -= live.isGathered() ? before - live.waiting() : 0;
    }

    /// How many jobs that were submitted one by one wait to be given to a worker for the first
    /// time.
    int gatheredWaiting() {
        return gatheredWaiting;
    }

    List<LiveBatch> all() {
        return List.copyOf(batches.values());
    }

    /// @throws AssertionError when there is no such batch
    LiveBatch get(long number) {
        return find(number)
                .orElseThrow(() ->
                        new AssertionError("a command must name a live batch, named " + number));
    }

    Optional<LiveBatch> find(long number) {
        return Optional.ofNullable(batches.get(number));
    }

    /// Passes on the results of jobs that succeeded.
    ///
    /// @param wanted positions in the batch, ascending
    /// @param report what holds the results
    void deliver(LiveBatch live, int[] wanted, Report report) {
        if (wanted.length == 0) {
            return;
        }
        if (heard) {
            events.accept(succeeded(live, wanted, report));
        }
        for (Report.Values values : report.valuesOf(wanted)) {
            live.deliver(values.first(), values.column().size());
            tell(live, () -> live.tellSucceeded(values.first(), values.column()));
        }
        onTold.accept(live.id());
    }

    /// Tells of the jobs of a batch that had their outcome before another coordinator was no more:
    /// they are not counted as what this one did.
    void tellSettledBefore(LiveBatch live) {
        BitSet settled = live.settledBefore();
        for (int first = settled.nextSetBit(0); heard && first >= 0; ) {
            int rows = Math.min(MOST_ROWS, settled.nextClearBit(first) - first);
            events.accept(endedWithoutResult(live, first, rows, Outcome.CANCELLED, null));
            first = settled.nextSetBit(first + rows);
        }
    }

    private RunEvent succeeded(LiveBatch live, int[] wanted, Report report) {
        long now = clock.getAsLong();
        return new RunEvent.JobsFinished(
                now,
                live.id(),
                report.lease().worker().name(),
                report.stages(wanted, Outcome.Kind.SUCCEEDED, live.submittedNanos(), now));
    }

    /// Passes on how jobs ended that did not succeed.
    ///
    /// @param report what tells their times; null when nothing does
    void deliver(LiveBatch live, int first, int count, Outcome outcome, @Nullable Report report) {
        for (int from = first; heard && from < first + count; from += MOST_ROWS) {
            int rows = Math.min(MOST_ROWS, first + count - from);
            events.accept(endedWithoutResult(live, from, rows, outcome, report));
        }
        tellEnded(live, first, count, outcome);
        onTold.accept(live.id());
    }

    private RunEvent endedWithoutResult(
            LiveBatch live, int first, int rows, Outcome outcome, @Nullable Report report) {
        long now = clock.getAsLong();
        if (report != null) {
            int[] jobs = new int[rows];
            for (int i = 0; i < rows; i++) {
                jobs[i] = first + i;
            }
            return new RunEvent.JobsFinished(
                    now,
                    live.id(),
                    report.lease().worker().name(),
                    report.stages(jobs, outcome.kind(), live.submittedNanos(), now));
        }
        Optional<Origin> origin =
                outcome instanceof Outcome.WorkerLost(String _, Origin lost)
                        ? Optional.of(lost)
                        : Optional.empty();
        JobColumns jobs =
                JobColumns.unreported(
                        first,
                        rows,
                        origin.map(Origin::attempt).orElse(1),
                        outcome.kind(),
                        live.submittedNanos(),
                        now);
        if (outcome.kind().isCancellation()) {
            for (int row = 0; row < rows; row++) {
                jobs.attempt()[row] = live.hadEnded(first + row) ? 0 : 1;
            }
        }
        return new RunEvent.JobsFinished(
                now, live.id(), origin.map(Origin::worker).orElse(NOBODY), jobs);
    }

    /// Ends all jobs of a batch that was not begun.
    void refuse(LiveBatch live, String reason) {
        Outcome outcome = new Outcome.Failed(reason, Origin.ofNobody());
        live.markRefused();
        tellEnded(live, 0, live.batch().size(), outcome);
    }

    /// Ends every job that has no outcome yet.
    void abandon(LiveBatch live, Outcome outcome) {
        int size = live.batch().size();
        for (int job = live.nextOpen(0); job < size; job = live.nextOpen(job)) {
            tellEnded(live, job, 1, outcome);
        }
    }

    /// The same, and whoever hears events is told of them.
    void end(LiveBatch live, Outcome outcome) {
        int size = live.batch().size();
        for (int job = live.nextOpen(0); job < size; job = live.nextOpen(job)) {
            int end = job + 1;
            while (end < size && live.nextOpen(end) == end) {
                end++;
            }
            deliver(live, job, end - job, outcome, null);
        }
    }

    /// Forgets a batch all of whose jobs have their outcomes, and tells its submitter so.
    ///
    /// @throws AssertionError when it was finished before
    void finish(long number) {
        LiveBatch live = batches.remove(number);
        if (live == null) {
            throw new AssertionError(
                    "a batch must be finished once, batch " + number + " was again");
        }
        tell(live, () -> live.done().complete(null));
        onTold.accept(number);
    }

    private void tellEnded(LiveBatch live, int first, int count, Outcome outcome) {
        int before = live.waiting();
        live.deliver(first, count);
        waitNoMore(live, before);
        tell(live, () -> live.tellEnded(first, count, outcome));
    }

    /// Who waits for a job that was submitted by itself is told at once, which runs nobody's code:
    /// another switch of threads would be much of the time that it took.
    private void tell(LiveBatch live, Runnable news) {
        if (live.isGathered()) {
            news.run();
        } else {
            deliveries.accept(news);
        }
    }
}
