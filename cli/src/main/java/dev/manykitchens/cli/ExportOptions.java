package dev.manykitchens.cli;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/// The files that `kitchen compare` can write.
final class ExportOptions {

    @Option(names = "--export-json", paramLabel = "FILE", description = "Write the run as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--export-csv",
            paramLabel = "FILE",
            description = "Write one line a pool as CSV.")
    private @Nullable Path csv;

    @Option(
            names = "--export-markdown",
            paramLabel = "FILE",
            description = "Write the table and the verdict as Markdown.")
    private @Nullable Path markdown;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Draw the run as one HTML file, as kitchen report does.")
    private @Nullable Path report;

    @Option(
            names = "--joblog",
            paramLabel = "FILE",
            description =
                    "Write one line a job of every measured round, separated by tabs, with pool and round at its end.")
    private @Nullable Path joblog;

    @Mixin private DataOption data = new DataOption();

    /// What a dashboard can show of past runs.
    ///
    /// @param problems hears, in one line, what is wrong with the notes on them
    RunShelf shelf(Consumer<String> problems) {
        return data.shelf(problems);
    }

    /// Where the next pool that is opened keeps its journal; empty: it has none.
    Optional<PoolJournal> journal() {
        return data.journal();
    }

    /// Makes sure that every file can be written, before anything runs.
    ///
    /// @param numbers by position in the batch, which job it is, from 0
    ReservedExports reserve(Batch batch, IntUnaryOperator numbers, PoolWorker here) {
        return ReservedExports.of(json, csv, markdown, report, joblog, batch, numbers, here)
                .keeping(data);
    }
}
