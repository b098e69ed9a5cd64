package dev.manykitchens.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// The files that `kitchen simulate` can write.
final class SimulationExportOptions {

    @Option(
            names = "--export-json",
            paramLabel = "FILE",
            description = "Write the simulated run as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--export-csv",
            paramLabel = "FILE",
            description = "Write one line a pool as CSV.")
    private @Nullable Path csv;

    @Option(
            names = "--export-markdown",
            paramLabel = "FILE",
            description = "Write the table as Markdown.")
    private @Nullable Path markdown;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Draw the simulated run as one HTML file, as kitchen report does.")
    private @Nullable Path report;

    @Mixin private DataOption data = new DataOption();

    /// Whether any file was asked for.
    boolean isWanted() {
        return data.isWanted() || Stream.of(json, csv, markdown, report).anyMatch(Objects::nonNull);
    }

    /// Whether any of them has timelines in it.
    boolean haveTimelines() {
        return data.isWanted() || json != null || report != null;
    }

    /// Makes sure that every file can be written, before anything runs.
    ReservedExports reserve() {
        return ReservedExports.ofSimulation(json, csv, markdown, report).keeping(data);
    }
}
