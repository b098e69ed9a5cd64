package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One batch on its way through a simulated pool: which jobs are not begun, and what became of the
/// others. Tells the sink as a pool does: many jobs at a time, when there are enough of them, when
/// the last were told long ago, and when the batch is complete.
final class SimulatedBatch implements JobSupply {

    /// The outcome of a job that came to its end when results are not made.
    static final Outcome NO_VALUE = new Outcome.Succeeded(Value.NONE);

    private static final int MOST_ROWS = 1024;
    private static final long PATIENCE_NANOS = 2_000_000;

    private final long id;
    private final Batch batch;
    private final EventSink events;
    private final JobColumns jobs;
    private final Outcome[] outcomes;

    private int next;
    private int ended;
    private int succeeded;
    private long lastEnd;

    // Jobs that ended and were not told, by worker.
    private final Map<String, Untold> untold = new LinkedHashMap<>();
    private int untoldRows;
    private long lastTold;

    private static final class Untold {
        private int[] jobs = new int[16];
        private int size;

        void add(int job) {
            if (size == jobs.length) {
                jobs = Arrays.copyOf(jobs, 2 * size);
            }
            jobs[size++] = job;
        }
    }

    SimulatedBatch(long id, Batch batch, EventSink events) {
        this.id = id;
        this.batch = batch;
        this.events = events;
        jobs = JobColumns.allocate(batch.size());
        outcomes = new Outcome[batch.size()];
        Arrays.fill(outcomes, NO_VALUE);
    }

    Batch batch() {
        return batch;
    }

    void submit(long now) {
        Arrays.fill(jobs.submitted(), now);
        lastTold = now;
        events.accept(new RunEvent.BatchSubmitted(now, id, batch.recipe().name(), batch.size()));
        if (batch.size() == 0) {
            events.accept(new RunEvent.BatchFinished(now, id, 0, 0));
        }
    }

    @Override
    public Recipe recipe() {
        return batch.recipe();
    }

    @Override
    public long seed() {
        return batch.options().seed();
    }

    @Override
    public Row arguments(int job) {
        return batch.arguments().row(job);
    }

    @Override
    public List<Step> steps(int job, JobRandom random) {
        return batch.options().stepsOf(batch.recipe(), arguments(job), random);
    }

    @Override
    public boolean hasNext() {
        return next < batch.size();
    }

    @Override
    public int next() {
        return next++;
    }

    @Override
    public int remaining() {
        return batch.size() - next;
    }

    @Override
    public int attempts() {
        return batch.options().attempts();
    }

    @Override
    public int priority() {
        return batch.options().priority();
    }

    @Override
    public int priorityOf(int job) {
        return batch.options().priority();
    }

    boolean isComplete() {
        return ended == batch.size();
    }

    /// How many jobs have not ended.
    int unfinished() {
        return batch.size() - ended;
    }

    /// When the last of those that ended did so.
    long lastEnd() {
        return lastEnd;
    }

    @Override
    public String describe(int job) {
        return "job %d of %s".formatted(job + 1, batch.recipe().name());
    }

    @Override
    public void ended(int job, Outcome outcome, SimulatedTimes times, String worker) {
        outcomes[job] = outcome;
        write(job, outcome, times);
        ended++;
        lastEnd = times.delivered;
        if (outcome.kind() == Outcome.Kind.SUCCEEDED) {
            succeeded++;
        }
        if (events.equals(EventSink.NONE)) {
            return;
        }
        untold.computeIfAbsent(worker, _ -> new Untold()).add(job);
        untoldRows++;
        long now = times.delivered;
        if (untoldRows == MOST_ROWS || isComplete() || now - lastTold >= PATIENCE_NANOS) {
            tell(now);
        }
    }

    private void write(int job, Outcome outcome, SimulatedTimes times) {
        jobs.job()[job] = job;
        jobs.attempt()[job] = times.attempt;
        jobs.kind()[job] = outcome.kind().code();
        jobs.assigned()[job] = times.assigned;
        jobs.sent()[job] = times.assigned;
        jobs.received()[job] = times.received;
        jobs.started()[job] = times.started;
        jobs.finished()[job] = times.finished;
        jobs.delivered()[job] = times.delivered;
        jobs.stoveNanos()[job] = times.stove;
        jobs.cpuNanos()[job] = times.cpu;
        jobs.waitNanos()[job] = times.wait;
        jobs.resourceNanos()[job] = times.resource;
    }

    private void tell(long now) {
        untold.forEach((worker, some) -> tell(now, worker, some));
        untold.clear();
        untoldRows = 0;
        lastTold = now;
        if (isComplete()) {
            events.accept(new RunEvent.BatchFinished(now, id, succeeded, ended - succeeded));
        }
    }

    private void tell(long now, String worker, Untold some) {
        JobColumns rows = JobColumns.allocate(some.size);
        for (int row = 0; row < some.size; row++) {
            int job = some.jobs[row];
            copy(job, row, rows);
            if (outcomes[job].kind() != Outcome.Kind.SUCCEEDED) {
                events.accept(new RunEvent.JobFailed(now, id, job, outcomes[job]));
            }
        }
        events.accept(new RunEvent.JobsFinished(now, id, worker, rows));
    }

    private void copy(int job, int row, JobColumns to) {
        to.job()[row] = job;
        to.attempt()[row] = jobs.attempt()[job];
        to.kind()[row] = jobs.kind()[job];
        to.submitted()[row] = jobs.submitted()[job];
        to.assigned()[row] = jobs.assigned()[job];
        to.sent()[row] = jobs.sent()[job];
        to.received()[row] = jobs.received()[job];
        to.started()[row] = jobs.started()[job];
        to.finished()[row] = jobs.finished()[job];
        to.delivered()[row] = jobs.delivered()[job];
        to.stoveNanos()[row] = jobs.stoveNanos()[job];
        to.cpuNanos()[row] = jobs.cpuNanos()[job];
        to.waitNanos()[row] = jobs.waitNanos()[job];
        to.resourceNanos()[row] = jobs.resourceNanos()[job];
    }

    /// What became of its jobs; all of them must have ended.
    SimulatedRun.Jobs result() {
        return new SimulatedRun.Jobs(jobs, List.of(outcomes));
    }
}
