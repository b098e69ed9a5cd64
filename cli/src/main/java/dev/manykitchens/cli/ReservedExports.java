package dev.manykitchens.cli;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.export.CsvExport;
import dev.manykitchens.report.export.JobLog;
import dev.manykitchens.report.export.MarkdownExport;
import dev.manykitchens.report.export.OutputFile;
import dev.manykitchens.report.export.WallClock;
import dev.manykitchens.report.history.KeptRun;
import dev.manykitchens.report.history.RunId;
import dev.manykitchens.report.html.HtmlReport;
import dev.manykitchens.report.run.RunFile;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// The files of one comparison, reserved before it and written after it; the job log grows with
/// every round; a run that is to be kept has its room. What was not committed is gone when this is
/// closed.
final class ReservedExports implements ComparisonListener, AutoCloseable {

    private record Export(OutputFile file, Function<RunFile, String> content) {}

    private final List<Export> exports = new ArrayList<>();
    private final Optional<OutputFile> logFile;
    private final Optional<JobLog> log;
    private boolean logIsLost;
    private Optional<DataOption> data = Optional.empty();
    private Optional<KeptRun> kept = Optional.empty();
    private Optional<RunId> keptAs = Optional.empty();

    private ReservedExports(Optional<OutputFile> logFile, Optional<JobLog> log) {
        this.logFile = logFile;
        this.log = log;
    }

    static ReservedExports of(
            @Nullable Path json,
            @Nullable Path csv,
            @Nullable Path markdown,
            @Nullable Path report,
            @Nullable Path joblog,
            Batch batch,
            IntUnaryOperator numbers,
            PoolWorker here) {
        Optional<OutputFile> file = Optional.ofNullable(RunCommand.reserved("--joblog", joblog));
        Optional<JobLog> log =
                file.map(reserved ->
                        JobLog.ofComparison(
                                reserved.content(),
                                batch,
                                numbers,
                                new WallClock(Instant.now(), System.nanoTime()),
                                here));
        return new ReservedExports(file, log).with(json, csv, markdown, report);
    }

    /// None at all.
    static ReservedExports none() {
        return new ReservedExports(Optional.empty(), Optional.empty());
    }

    /// Without a job log: of a simulation, whose jobs are too many to be listed.
    static ReservedExports ofSimulation(
            @Nullable Path json,
            @Nullable Path csv,
            @Nullable Path markdown,
            @Nullable Path report) {
        return new ReservedExports(Optional.empty(), Optional.empty())
                .with(json, csv, markdown, report);
    }

    private ReservedExports with(
            @Nullable Path json,
            @Nullable Path csv,
            @Nullable Path markdown,
            @Nullable Path report) {
        try {
            reserve("--export-json", json, RunFile::toJson);
            reserve("--export-csv", csv, CsvExport::of);
            reserve("--export-markdown", markdown, MarkdownExport::of);
            reserve("--report", report, HtmlReport::of);
            return this;
        } catch (UserMistakeException e) {
            close();
            throw e;
        }
    }

    /// The same, and the run will be kept, if that is wanted.
    ReservedExports keeping(DataOption where) {
        try {
            kept = where.reserve();
            where.forgetOld();
            data = Optional.of(where);
            return this;
        } catch (UserMistakeException e) {
            close();
            throw e;
        }
    }

    /// What is to be kept in mind of these pools because the run is kept.
    List<String> notes(List<PoolSpec> specs) {
        return data.flatMap(where -> where.journalNote(specs)).stream().toList();
    }

    /// What the run is called where it was kept; empty when it was not.
    Optional<RunId> keptAs() {
        return keptAs;
    }

    private void reserve(String option, @Nullable Path path, Function<RunFile, String> content) {
        OutputFile file = RunCommand.reserved(option, path);
        if (file != null) {
            exports.add(new Export(file, content));
        }
    }

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        if (!logIsLost) {
            try {
                log.ifPresent(jobs -> jobs.add(pool, number, round));
            } catch (UncheckedIOException e) {
                // Committing it will say so; the comparison goes on.
                logIsLost = true;
            }
        }
    }

    /// Writes everything that can be written.
    ///
    /// @throws RunFailedException naming what could not
    void commit(RunFile run) {
        List<String> lost = new ArrayList<>();
        kept.ifPresent(room -> attempt(() -> keptAs = Optional.of(room.commit(run)), lost));
        for (Export export : exports) {
            attempt(() -> export.file().commit(export.content().apply(run)), lost);
        }
        logFile.ifPresent(file -> attempt(file::commit, lost));
        if (!lost.isEmpty()) {
            throw new RunFailedException(String.join("; ", lost));
        }
    }

    private static void attempt(Runnable commit, List<String> lost) {
        try {
            commit.run();
        } catch (UncheckedIOException e) {
            lost.add(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        exports.forEach(export -> export.file().close());
        logFile.ifPresent(OutputFile::close);
        kept.ifPresent(KeptRun::close);
    }
}
