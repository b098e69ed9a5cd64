package dev.manykitchens.report.export;

import dev.manykitchens.report.run.ClassWords;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RatioEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SimulationEntry;
import dev.manykitchens.report.text.Figures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run as a Markdown table, the fastest pool first and those that cannot be compared last, with
/// the verdict and the cautions below: for a README or an issue.
public final class MarkdownExport {

    private static final Map<String, Function<PoolEntry, String>> COLUMNS = columns();

    /// What is counted, in columns that are left out where there is none of it.
    private static final Map<String, ToIntFunction<PoolEntry>> COUNTED = counted();

    private static final String SIMULATED =
            "**Simulated**: these times were computed, not measured.\n\n";

    private MarkdownExport() {}

    /// The text of the file.
    public static String of(RunFile run) {
        StringBuilder text = new StringBuilder(run.simulated() ? SIMULATED : "");
        table(run, text);
        text.append('\n');
        run.verdict().words().forEach(line -> text.append("- ").append(line).append('\n'));
        ClassWords.of(run).forEach(line -> text.append("- ").append(line).append('\n'));
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

    private static void table(RunFile run, StringBuilder text) {
        Map<String, Function<PoolEntry, String>> columns = new LinkedHashMap<>(COLUMNS);
        COUNTED.forEach((name, count) -> {
            if (run.pools().stream().mapToInt(count).anyMatch(many -> many > 0)) {
                columns.put(
                        run.simulated() ? name + "/replication" : name,
                        pool -> counted(pool, count.applyAsInt(pool)));
            }
        });
        text.append(line(columns.keySet().stream()));
        text.append("|:---|").append("---:|".repeat(columns.size() - 1)).append('\n');
        for (PoolEntry pool : run.ranked()) {
            text.append(line(columns.values().stream().map(column -> column.apply(pool))));
        }
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /// What was simulated is counted over all replications, as many as it took.
    private static String counted(PoolEntry pool, int inAll) {
        SimulationEntry said = pool.simulation();
        return said == null
                ? Figures.count(inAll)
                : Figures.amount((double) inAll / Math.max(1, said.replications()));
    }

    private static Map<String, ToIntFunction<PoolEntry>> counted() {
        Map<String, ToIntFunction<PoolEntry>> counted = new LinkedHashMap<>();
        counted.put("failed", PoolEntry::failed);
        counted.put("workers lost", PoolEntry::workersLost);
        counted.put("ran again", PoolEntry::retried);
        return counted;
    }

    private static Map<String, Function<PoolEntry, String>> columns() {
        Map<String, Function<PoolEntry, String>> columns = new LinkedHashMap<>();
        columns.put("pool", pool -> "`" + pool.pool() + "`");
        columns.put(
                "wall time",
                pool -> Figures.time(Figures.orNaN(pool.mean()), Figures.orNaN(pool.stddev())));
        columns.put("jobs/s", pool -> Figures.rate(Figures.orNaN(pool.jobsPerSecond())));
        columns.put("speed-up (95 %)", pool -> speedup(pool.speedup()));
        columns.put("efficiency", pool -> Figures.percent(Figures.orNaN(pool.efficiency())));
        columns.put(
                "start-up",
                pool -> pool.simulated() ? Figures.UNKNOWN : Figures.time(pool.startup()));
        columns.put("p50", pool -> Figures.time(Figures.orNaN(pool.response().p50())));
        columns.put("p99", pool -> Figures.time(Figures.orNaN(pool.response().p99())));
        columns.put("overhead/job", pool -> Figures.time(Figures.orNaN(pool.overheadPerJob())));
        columns.put(
                "memory",
                pool ->
                        pool.memoryBytes() == null
                                ? Figures.UNKNOWN
                                : Figures.bytes(pool.memoryBytes()));
        return columns;
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
