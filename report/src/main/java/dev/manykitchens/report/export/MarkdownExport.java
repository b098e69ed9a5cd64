package dev.manykitchens.report.export;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RatioEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run as a Markdown table, the fastest pool first and those that cannot be compared last, with
/// the verdict and the cautions below: for a README or an issue.
public final class MarkdownExport {

    private static final String HEAD =
            """
            | pool | wall time | jobs/s | speed-up (95 %) | efficiency | start-up | p50 | p99 | overhead/job | memory |
            |:---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private static final String SIMULATED =
            "**Simulated**: these times were computed, not measured.\n\n";

    private MarkdownExport() {}

    /// The text of the file.
    public static String of(RunFile run) {
        StringBuilder text = new StringBuilder(run.simulated() ? SIMULATED : "").append(HEAD);
        run.ranked().forEach(pool -> text.append(row(pool)));
        text.append('\n');
        run.verdict().words().forEach(line -> text.append("- ").append(line).append('\n'));
        run.cautions().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("- speed-ups refer to `")
                .append(run.reference().pool())
                .append(
                        "`; ± is σ over %ss in the table, half of the 95 %% interval here\n"
                                .formatted(run.turn()));
        if (!run.predicted().isEmpty()) {
            text.append("- predicted: computed by a simulation, not measured\n");
        }
        String partial = run.comparison().partial() ? ", stopped before its end" : "";
        text.append(
                "\n%s, %s; %s of %s, %s%s\n"
                        .formatted(
                                what(run),
                                run.created(),
                                Figures.count(run.host().effectiveProcessors(), "processor"),
                                run.host().os(),
                                run.host().python().isEmpty()
                                        ? run.host().jvm()
                                        : run.host().jvm() + ", " + run.host().python(),
                                partial));
        return text.toString();
    }

    private static String what(RunFile run) {
        String jobs = Figures.count(run.jobs(), "job");
        String turns = Figures.count(run.comparison().rounds(), run.turn());
        return run.simulated()
                ? "%s of the scenario `%s`, simulated, %s at least"
                        .formatted(jobs, run.scenario().title(), turns)
                : "%s of `%s`, work %s, %s at most"
                        .formatted(jobs, run.scenario().title(), run.scenario().work(), turns);
    }

    private static String row(PoolEntry pool) {
        return Stream.of(
                        "`" + pool.pool() + "`",
                        Figures.time(Figures.orNaN(pool.mean()), Figures.orNaN(pool.stddev())),
                        Figures.rate(Figures.orNaN(pool.jobsPerSecond())),
                        speedup(pool.speedup()),
                        Figures.percent(Figures.orNaN(pool.efficiency())),
                        pool.simulated() ? Figures.UNKNOWN : Figures.time(pool.startup()),
                        Figures.time(Figures.orNaN(pool.response().p50())),
                        Figures.time(Figures.orNaN(pool.response().p99())),
                        Figures.time(Figures.orNaN(pool.overheadPerJob())),
                        pool.memoryBytes() == null
                                ? Figures.UNKNOWN
                                : Figures.bytes(pool.memoryBytes()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String speedup(RatioEntry ratio) {
        Double low = ratio.low();
        Double high = ratio.high();
        String alone = Figures.ratio(Figures.orNaN(ratio.ratio()));
        return low == null || high == null || low.equals(high)
                ? alone
                : "%s (%s to %s)".formatted(alone, Figures.ratio(low), Figures.ratio(high));
    }
}
