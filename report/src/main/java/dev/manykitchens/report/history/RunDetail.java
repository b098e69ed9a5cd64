package dev.manykitchens.report.history;

import dev.manykitchens.report.run.HostFacts;
import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Printable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One run as the page shows it: its ranked table, what it means, and where it comes from. Times
/// are in seconds.
///
/// @param turn what the turns of a pool are called: `round` or `replication`
/// @param pools the fastest first
/// @param words the verdict, as sentences
/// @param cautions what to keep in mind
record RunDetail(
        RunRow run,
        String command,
        String version,
        String host,
        String turn,
        List<Pool> pools,
        List<String> words,
        List<String> cautions) {

    private static final int MOST_LINES = 100;
    private static final int MOST_OF_LINE = 600;

    /// A row of the table.
    ///
    /// @param predicted whether it was computed beside pools that were measured
    /// @param turns complete rounds, or replications
    /// @param rate jobs a second that came; null where there were rounds
    /// @param keepsUp whether it kept up with them
    record Pool(
            String pool,
            boolean predicted,
            int turns,
            @Nullable Double mean,
            @Nullable Double stddev,
            @Nullable Double jobsPerSecond,
            @Nullable Double speedup,
            @Nullable Double speedupLow,
            @Nullable Double speedupHigh,
            double startup,
            @Nullable Long memoryBytes,
            @Nullable Double p50,
            @Nullable Double p99,
            @Nullable Double rate,
            @Nullable String keepsUp,
            int failed,
            int retried) {}

    static RunDetail of(RunRow row, RunFile run) {
        HostFacts host = run.host();
        return new RunDetail(
                row,
                line(run.command()),
                RunRow.shortened(run.version()),
                line(
                        "%s, %d of %d processors, %s"
                                .formatted(
                                        host.os(),
                                        host.effectiveProcessors(),
                                        host.cores(),
                                        host.jvm())),
                run.turn(),
                run.ranked().stream().map(pool -> pool(run, pool)).toList(),
                lines(run.verdict().words()),
                lines(run.cautions()));
    }

    private static Pool pool(RunFile run, PoolEntry pool) {
        LoadEntry load = pool.load();
        return new Pool(
                Printable.shortened(pool.pool(), 200),
                !run.simulated() && pool.simulated(),
                pool.rounds(),
                pool.mean(),
                pool.stddev(),
                pool.jobsPerSecond(),
                pool.speedup().ratio(),
                pool.speedup().low(),
                pool.speedup().high(),
                pool.startup(),
                pool.memoryBytes(),
                load == null ? pool.response().p50() : load.response().p50(),
                load == null ? pool.response().p99() : load.response().p99(),
                load == null ? null : load.rate(),
                load == null ? null : RunRow.shortened(load.keepsUp()),
                pool.failed(),
                pool.retried());
    }

    private static List<String> lines(List<String> all) {
        return all.stream().limit(MOST_LINES).map(RunDetail::line).toList();
    }

    private static String line(String text) {
        return Printable.shortened(text, MOST_OF_LINE);
    }
}
