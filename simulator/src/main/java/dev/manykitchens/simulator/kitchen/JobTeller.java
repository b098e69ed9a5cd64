package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.LinkedHashMap;
import java.util.Map;

/// Tells a sink of the ends of jobs as a pool does: many at a time, and not later than a pool that
/// has told nothing for a while. Costs nothing where nobody listens.
final class JobTeller {

    private static final int MOST_ROWS = 1024;
    private static final long PATIENCE_NANOS = 2_000_000;

    private final long batch;
    private final EventSink events;
    private final boolean listened;
    private final Map<String, Rows> untold = new LinkedHashMap<>();
    private int untoldRows;
    private long lastTold;

    /// The jobs of one worker: few, where there are many workers.
    private static final class Rows {
        private JobColumns columns = JobColumns.allocate(8);
        private int size;

        int next() {
            if (size == columns.size()) {
                columns = columns.head(2 * size);
            }
            return size++;
        }
    }

    JobTeller(long batch, EventSink events) {
        this.batch = batch;
        this.events = events;
        this.listened = !events.equals(EventSink.NONE);
    }

    /// Passes an event on.
    void tell(RunEvent event) {
        events.accept(event);
    }

    /// A job ended.
    void ended(int job, Outcome outcome, long submitted, SimulatedTimes times, String worker) {
        if (!listened) {
            return;
        }
        Rows rows = untold.computeIfAbsent(worker, _ -> new Rows());
        int row = rows.next();
        write(rows.columns, row, job, outcome, submitted, times);
        untoldRows++;
        long now = times.delivered;
        if (outcome.kind() != Outcome.Kind.SUCCEEDED) {
            events.accept(new RunEvent.JobFailed(now, batch, job, outcome));
        }
        if (untoldRows == MOST_ROWS || now - lastTold >= PATIENCE_NANOS) {
            flush(now);
        }
    }

    /// Tells what is not told.
    void flush(long now) {
        untold.forEach((worker, rows) ->
                events.accept(
                        new RunEvent.JobsFinished(
                                now, batch, worker, rows.columns.head(rows.size))));
        untold.clear();
        untoldRows = 0;
        lastTold = now;
    }

    private static void write(
            JobColumns to,
            int row,
            int job,
            Outcome outcome,
            long submitted,
            SimulatedTimes times) {
        to.job()[row] = job;
        to.attempt()[row] = times.attempt;
        to.kind()[row] = outcome.kind().code();
        to.submitted()[row] = submitted;
        to.assigned()[row] = times.assigned;
        to.sent()[row] = times.assigned;
        to.received()[row] = times.received;
        to.started()[row] = times.started;
        to.finished()[row] = times.finished;
        to.delivered()[row] = times.delivered;
        to.stoveNanos()[row] = times.stove;
        to.cpuNanos()[row] = times.cpu;
        to.waitNanos()[row] = times.wait;
        to.resourceNanos()[row] = times.resource;
    }
}
