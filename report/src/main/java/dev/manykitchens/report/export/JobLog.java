package dev.manykitchens.report.export;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolWorker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/// A log with one line a job, separated by tabs, after a line of names:
///
/// | column | meaning |
/// |---|---|
/// | `seq` | the job's position in its batch, from 1; of a scenario's job as how many-th it came |
/// | `worker`, `host`, `pid` | who ran it |
/// | `attempt` | which try it was, from 1 |
/// | `start` | when it began to run, in seconds since 1970; empty when it never did |
/// | `runtime` | how long it ran, in seconds; empty when it never did |
/// | `outcome` | `succeeded`, `failed`, `timed_out`, `cancelled` or `worker_lost` |
/// | `recipe`, `argument` | what it was; several arguments are separated by commas |
/// | `pool`, `round` | only in the log of a comparison, which holds every measured round |
///
/// A tab, line feed, carriage return or backslash in a field is written as `\t`, `\n`, `\r`, `\\`.
/// Where a job has several lines, because runs went on where others had been, the last one counts:
/// see [LoggedJobs]. Confined to one thread.
public final class JobLog {

    private static final long NANOS = 1_000_000_000;
    private static final int DIGITS = 9;

    /// The line of names in the log of a run.
    static final String NAMES =
            "seq\tworker\thost\tpid\tattempt\tstart\truntime\toutcome\trecipe\targument";

    private final Appendable text;
    private final StringBuilder line = new StringBuilder();
    private final Batch batch;
    private final IntUnaryOperator numbers;
    private final WallClock clock;
    private final boolean ofRounds;
    private final PoolWorker here;

    private JobLog(
            Appendable text,
            Batch batch,
            IntUnaryOperator numbers,
            WallClock clock,
            PoolWorker here,
            boolean ofRounds) {
        this.text = text;
        this.batch = batch;
        this.numbers = numbers;
        this.clock = clock;
        this.here = here;
        this.ofRounds = ofRounds;
    }

    /// The log of one batch.
    ///
    /// @param here this process, for the jobs of pools inside it
    public static JobLog ofRun(Appendable text, Batch batch, WallClock clock, PoolWorker here) {
        return begun(new JobLog(text, batch, IntUnaryOperator.identity(), clock, here, false));
    }

    /// The log of a batch that goes on where others have been.
    ///
    /// @param goesOn whether the text has lines already
    /// @param numbers by position in the batch, which job it is, from 0
    /// @param here this process, for the jobs of pools inside it
    public static JobLog ofResumed(
            Appendable text,
            boolean goesOn,
            Batch batch,
            IntUnaryOperator numbers,
            WallClock clock,
            PoolWorker here) {
        JobLog log = new JobLog(text, batch, numbers, clock, here, false);
        return goesOn ? log : begun(log);
    }

    /// The log of a comparison.
    ///
    /// @param numbers by position in the batch, which job it is, from 0
    /// @param here this process, for the jobs of pools inside it
    public static JobLog ofComparison(
            Appendable text,
            Batch batch,
            IntUnaryOperator numbers,
            WallClock clock,
            PoolWorker here) {
        return begun(new JobLog(text, batch, numbers, clock, here, true));
    }

    private static JobLog begun(JobLog log) {
        log.write(NAMES);
        log.write(log.ofRounds ? "\tpool\tround\n" : "\n");
        return log;
    }

    /// Adds the jobs of a round, in the order in which they ended.
    public void add(String pool, int number, MeasuredRound round) {
        Map<String, PoolWorker> workers =
                round.workers().stream()
                        .collect(Collectors.toMap(PoolWorker::name, Function.identity()));
        String suffix = ofRounds ? "\t" + pool + "\t" + number + "\n" : "\n";
        for (RunEvent.JobsFinished event : round.finished()) {
            add(event, workers.getOrDefault(event.worker(), here), suffix, _ -> true);
        }
    }

    /// Adds jobs that ended, of a log of one batch.
    ///
    /// @param worker who ran them
    /// @param wanted which of them, by position in the batch
    void add(RunEvent.JobsFinished event, PoolWorker worker, IntPredicate wanted) {
        add(event, worker, "\n", wanted);
    }

    private void add(
            RunEvent.JobsFinished event, PoolWorker worker, String suffix, IntPredicate wanted) {
        String who =
                "\t"
                        + escaped(event.worker())
                        + "\t"
                        + escaped(worker.host())
                        + "\t"
                        + worker.pid()
                        + "\t";
        for (int row = 0; row < event.jobs().size(); row++) {
            if (event.jobs().settledElsewhere(row, row + 1) == 0
                    && wanted.test(event.jobs().job()[row])) {
                line.setLength(0);
                addTo(line, event.jobs(), row, who);
                write(line.append(suffix));
            }
        }
    }

    private void addTo(StringBuilder to, JobColumns jobs, int row, String who) {
        int job = jobs.job()[row];
        long started = jobs.started()[row];
        long finished = jobs.finished()[row];
        Outcome.Kind kind = jobs.kindOf(row);
        to.append(numbers.applyAsInt(job) + 1).append(who).append(jobs.attempt()[row]).append('\t');
        if (!kind.isCancellation() || finished > started) {
            addSeconds(to, clock.epochNanos(started));
            to.append('\t');
            addSeconds(to, finished - started);
        } else {
            to.append('\t');
        }
        to.append('\t')
                .append(word(kind))
                .append('\t')
                .append(batch.recipe().name())
                .append('\t')
                .append(argument(batch, job));
    }

    /// How a job ended, as the log says it.
    static String word(Outcome.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// The arguments of a job, as the log says them.
    static String argument(Batch batch, int job) {
        return escaped(batch.arguments().row(job).toString());
    }

    private static void addSeconds(StringBuilder to, long time) {
        long nanos = Math.max(0, time);
        String rest = Long.toString(nanos % NANOS);
        to.append(nanos / NANOS)
                .append('.')
                .append("0".repeat(DIGITS - rest.length()))
                .append(rest);
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private void write(CharSequence part) {
        try {
            text.append(part);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the job log: " + e.getMessage(), e);
        }
    }
}
