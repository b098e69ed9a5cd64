package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayList;
import java.util.List;

/// How many jobs took longer than their deadline, class by class. Confined to one thread.
public final class LateJobs {

    /// Nobody waits for any of these.
    public static final LateJobs NONE = new LateJobs(Deadlines.NONE);

    /// The jobs of one class.
    ///
    /// @param name of the class
    /// @param jobs how many came
    /// @param late how many of these were late
    public record OfClass(String name, long jobs, long late) {}

    private final Deadlines deadlines;
    private final boolean any;
    private final long[] jobs;
    private final long[] late;

    /// Nothing has come yet.
    public LateJobs(Deadlines deadlines) {
        this.deadlines = deadlines;
        this.any = deadlines.isAny();
        this.jobs = new long[deadlines.limitNanos().length];
        this.late = new long[jobs.length];
    }

    /// A job came and took so long, or longer.
    ///
    /// @param job its position
    public void add(int job, long responseNanos) {
        if (any) {
            int jobClass = deadlines.classOfJob(job);
            jobs[jobClass]++;
            late[jobClass] += responseNanos > deadlines.limitNanos()[jobClass] ? 1 : 0;
        }
    }

    /// The jobs of a round came.
    public void add(MeasuredRound round) {
        for (RunEvent.JobsFinished finished : round.finished()) {
            JobColumns rows = finished.jobs();
            for (int row = 0; row < rows.size(); row++) {
                add(rows.job()[row], rows.delivered()[row] - rows.submitted()[row]);
            }
        }
    }

    /// The classes that have a deadline, in the order of the scenario.
    public List<OfClass> classes() {
        List<OfClass> counted = new ArrayList<>();
        for (int i = 0; i < jobs.length; i++) {
            if (deadlines.limitNanos()[i] != Deadlines.NEVER_LATE) {
                counted.add(new OfClass(deadlines.classes().get(i), jobs[i], late[i]));
            }
        }
        return counted;
    }

    /// The late ones as a part of all jobs that have a deadline; NaN when none has come.
    public double share() {
        long all = classes().stream().mapToLong(OfClass::jobs).sum();
        long missed = classes().stream().mapToLong(OfClass::late).sum();
        return all == 0 ? Double.NaN : (double) missed / all;
    }
}
