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
/// Confined to one thread.
public final class JobLog {

    private final Appendable text;
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
        write("seq\tworker\thost\tpid\tattempt\tstart\truntime\toutcome\trecipe\targument");
        write(ofRounds ? "\tpool\tround\n" : "\n");
    }

    /// The log of one batch.
    ///
    /// @param here this process, for the jobs of pools inside it
    public static JobLog ofRun(Appendable text, Batch batch, WallClock clock, PoolWorker here) {
        return new JobLog(text, batch, IntUnaryOperator.identity(), clock, here, false);
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
        return new JobLog(text, batch, numbers, clock, here, true);
    }

    /// Adds the jobs of a round, in the order in which they ended.
    public void add(String pool, int number, MeasuredRound round) {
        Map<String, PoolWorker> workers =
                round.workers().stream()
                        .collect(Collectors.toMap(PoolWorker::name, Function.identity()));
        String suffix = ofRounds ? "\t" + pool + "\t" + number + "\n" : "\n";
        for (RunEvent.JobsFinished event : round.finished()) {
            PoolWorker worker = workers.getOrDefault(event.worker(), here);
            String who =
                    "\t"
                            + escaped(event.worker())
                            + "\t"
                            + escaped(worker.host())
                            + "\t"
                            + worker.pid();
            for (int row = 0; row < event.jobs().size(); row++) {
                write(line(event.jobs(), row, who) + suffix);
            }
        }
    }

    private String line(JobColumns jobs, int row, String who) {
        int job = jobs.job()[row];
        long started = jobs.started()[row];
        long finished = jobs.finished()[row];
        Outcome.Kind kind = jobs.kindOf(row);
        boolean ran = !kind.isCancellation() || finished > started;
        return (numbers.applyAsInt(job) + 1)
                + who
                + "\t"
                + jobs.attempt()[row]
                + "\t"
                + (ran ? seconds(clock.epochNanos(started)) : "")
                + "\t"
                + (ran ? seconds(finished - started) : "")
                + "\t"
                + kind.name().toLowerCase(Locale.ROOT)
                + "\t"
                + batch.recipe().name()
                + "\t"
                + escaped(batch.arguments().row(job).toString());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%d.%09d", nanos / 1_000_000_000, nanos % 1_000_000_000);
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private void write(String part) {
        try {
            text.append(part);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the job log: " + e.getMessage(), e);
        }
    }
}
