package dev.manykitchens.core.load;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.RunningBatch;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/// A pool of some servers with one queue, and its clock: nothing takes time but services and what
/// the test says. Confined to one thread.
final class QueueInVirtualTime implements LoadClock, LoadDriver.Starter {

    /// How long jobs take, and what else happens when they come.
    interface Script {
        /// How long a job runs.
        long serviceNanos(int job);

        /// How long handing the job in takes.
        default long startNanos(int job) {
            return 0;
        }

        /// How a job ends.
        default Outcome.Kind ending(int job) {
            return Outcome.Kind.SUCCEEDED;
        }
    }

    private record Running(long id, long startedNanos, long finishedNanos)
            implements Comparable<Running> {
        @Override
        public int compareTo(Running other) {
            return Long.compare(finishedNanos, other.finishedNanos);
        }
    }

    private final Script script;
    private final EventSink sink;
    private final long[] freeAt;
    private final PriorityQueue<Running> running = new PriorityQueue<>();
    private final Map<Long, Running> open = new HashMap<>();
    private long now;
    private long oversleepNanos;
    private long batches = 40;

    QueueInVirtualTime(int servers, Script script, EventSink sink) {
        this.script = script;
        this.sink = sink;
        this.freeAt = new long[servers];
    }

    /// Every wait ends so much too late from now on.
    void oversleep(long nanos) {
        oversleepNanos = nanos;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void awaitUntil(long nanos) {
        moveTo(nanos + oversleepNanos);
    }

    @Override
    public RunningBatch start(Batch batch) {
        long id = batches++;
        int job = (int) (id - 40);
        sink.accept(new RunEvent.BatchSubmitted(now, id, batch.recipe().name(), 1));
        int server = 0;
        for (int other = 1; other < freeAt.length; other++) {
            server = freeAt[other] < freeAt[server] ? other : server;
        }
        long started = Math.max(now, freeAt[server]);
        freeAt[server] = started + script.serviceNanos(job);
        Running run = new Running(id, started, freeAt[server]);
        running.add(run);
        open.put(id, run);
        moveTo(now + script.startNanos(job));
        return new Handle(id);
    }

    private void moveTo(long nanos) {
        while (!running.isEmpty() && running.peek().finishedNanos() <= nanos) {
            Running next = running.remove();
            now = next.finishedNanos();
            if (open.remove(next.id()) != null) {
                end(next.id(), next.startedNanos(), script.ending((int) (next.id() - 40)));
            }
        }
        now = nanos;
    }

    private void end(long id, long startedNanos, Outcome.Kind kind) {
        JobColumns row = JobColumns.allocate(1);
        row.kind()[0] = kind.code();
        row.started()[0] = startedNanos;
        row.finished()[0] = now;
        row.delivered()[0] = now;
        sink.accept(new RunEvent.JobsFinished(now, id, "local", row));
    }

    private final class Handle implements RunningBatch {
        private final long id;

        private Handle(long id) {
            this.id = id;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public CompletableFuture<Void> done() {
            throw new UnsupportedOperationException("events tell it");
        }

        @Override
        public void cancel() {
            if (open.remove(id) != null) {
                end(id, now, Outcome.Kind.CANCELLED);
            }
        }

        @Override
        public void cancel(int job) {
            cancel();
        }
    }
}
