package dev.manykitchens.report.run;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.text.CautionWords;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.LoadNotes;
import dev.manykitchens.report.text.LoadWords;
import dev.manykitchens.report.text.PredictedRow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A comparison as a file: the JSON of schema `manykitchens.run/1`, component by component, named
/// in snake case. All times are in seconds; null stands for what is not known. Readers must ignore
/// keys that they do not know.
///
/// @param schema [#SCHEMA]
/// @param simulated whether the times come from a simulation
/// @param created when the run ended, as an ISO 8601 instant
/// @param version of the program that measured
/// @param command what to type to measure it again
/// @param host where it ran
/// @param scenario what ran
/// @param jobs how many jobs a round has
/// @param comparison how it was measured
/// @param pools one entry a pool, in the order named; speed-ups refer to the first
/// @param verdict the fastest against the others
/// @param scaling what follows from pools that differ only in their size; one entry a kind of pool
/// @param advice which pool to take; null when none can be judged
/// @param threads what one more thread costs; null when not measured
/// @param cautions what to keep in mind when reading the figures, one line each, with the pools it
///   is about
public record RunFile(
        String schema,
        boolean simulated,
        String created,
        String version,
        String command,
        HostFacts host,
        Scenario scenario,
        int jobs,
        Plan comparison,
        List<PoolEntry> pools,
        VerdictEntry verdict,
        List<ScalingEntry> scaling,
        @Nullable AdviceEntry advice,
        @Nullable ThreadCostEntry threads,
        List<String> cautions) {

    public RunFile {
        version = Absent.orUnknown(version);
        command = Absent.orUnknown(command);
        pools = Absent.orEmpty(pools);
        scaling = Absent.orEmpty(scaling);
        cautions = Absent.orEmpty(cautions);
    }

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.run/1";

    /// The file of a comparison that has just ended.
    public static RunFile of(
            ComparisonResult result,
            Questions questions,
            HostFacts host,
            String version,
            String command,
            Instant ended) {
        return new RunFile(
                SCHEMA,
                false,
                ended.toString(),
                version,
                command,
                host,
                RunFileWriter.scenario(result.batch()),
                result.batch().size(),
                RunFileWriter.plan(result.options(), result.partial()),
                result.pools().stream().map(pool -> RunFileWriter.pool(result, pool)).toList(),
                RunFileWriter.verdict(result.verdict()),
                Conclusions.scaling(result, questions, host.effectiveProcessors()),
                Conclusions.advice(result, questions, host.effectiveProcessors()),
                Conclusions.threadCost(result.threadCost()),
                result.notes(host.effectiveProcessors(), host.cores()).stream()
                        .map(CautionWords::of)
                        .toList());
    }

    /// The file of loads that have just ended: its pools have no rounds.
    public static RunFile ofLoad(
            LoadResult result,
            Optional<Goal> goal,
            HostFacts host,
            String version,
            String command,
            Instant ended) {
        return new RunFile(
                SCHEMA,
                false,
                ended.toString(),
                version,
                command,
                host,
                RunFileWriter.scenario(result.batch()),
                result.batch().size(),
                LoadEntries.plan(result),
                LoadEntries.pools(result),
                new VerdictEntry(null, List.of(), LoadWords.of(result)),
                List.of(),
                Conclusions.advice(result, goal, host.effectiveProcessors()),
                null,
                LoadNotes.of(result));
    }

    /// The same file of a scenario's jobs.
    ///
    /// @param name of the scenario
    /// @param timeScale what its times were multiplied by before
    /// @param workers what it says of workers, in words
    public RunFile ofScenario(String name, double timeScale, List<String> workers) {
        return with(
                new Scenario(
                        scenario.recipe(),
                        scenario.work(),
                        timeScale,
                        scenario.seed(),
                        scenario.timeout(),
                        scenario.attempts(),
                        name,
                        workers),
                pools,
                verdict.words(),
                cautions);
    }

    /// The same file with what jobs cost.
    ///
    /// @param costs by name of pool; those that are not named have none
    public RunFile withCosts(Map<String, CostsEntry> costs) {
        return with(
                pools.stream().map(pool -> pool.with(costs.get(pool.pool()))).toList(),
                verdict.words(),
                cautions);
    }

    /// The same file with pools behind the others that were not measured, but predicted by a
    /// simulation. The fastest pool and the advice stay what they were: of those that were
    /// measured.
    ///
    /// @param predicted marked as simulated, and in their names too, so that nobody takes them for
    ///   measured
    /// @param words what they say, for the verdict
    /// @param notes what to keep in mind when reading their figures
    public RunFile withPredictions(
            List<PoolEntry> predicted, List<String> words, List<String> notes) {
        return with(
                joined(pools, predicted), joined(verdict.words(), words), joined(cautions, notes));
    }

    /// The same file with more to keep in mind.
    public RunFile withNotes(List<String> notes) {
        return with(pools, verdict.words(), joined(cautions, notes));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /// The same file with the jobs of each class.
    ///
    /// @param classes by the name of a pool
    public RunFile withClasses(Map<String, List<ClassEntry>> classes) {
        return with(
                pools.stream()
                        .map(pool -> pool.withClasses(classes.getOrDefault(pool.pool(), List.of())))
                        .toList(),
                verdict.words(),
                cautions);
    }

    /// The same file with what came of the faults of a scenario.
    ///
    /// @param counts by the name of a pool
    public RunFile withFaults(Map<String, StrikeCounts> counts) {
        return with(
                pools.stream()
                        .map(pool ->
                                pool.withFaults(
                                        FaultEntry.of(
                                                counts.getOrDefault(
                                                        pool.pool(), StrikeCounts.NONE))))
                        .toList(),
                verdict.words(),
                cautions);
    }

    private RunFile with(List<PoolEntry> entries, List<String> words, List<String> notes) {
        return with(scenario, entries, words, notes);
    }

    private RunFile with(
            Scenario ran, List<PoolEntry> entries, List<String> words, List<String> notes) {
        return new RunFile(
                schema,
                simulated,
                created,
                version,
                command,
                host,
                ran,
                jobs,
                comparison,
                entries,
                new VerdictEntry(verdict.fastest(), verdict.over(), words),
                scaling,
                advice,
                threads,
                notes);
    }

    /// The pools that were measured: all but those that were predicted beside them.
    public List<PoolEntry> measured() {
        return pools.stream().filter(pool -> !pool.simulated()).toList();
    }

    /// The pools of a run that was measured which were only predicted.
    public List<PoolEntry> predicted() {
        return simulated ? List.of() : pools.stream().filter(PoolEntry::simulated).toList();
    }

    /// What a table shows of [#predicted].
    public List<PredictedRow> predictedRows() {
        return predicted().stream().map(PoolEntry::row).toList();
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @param where named in the message when it cannot be read
    /// @throws IllegalArgumentException when it is not such a file, in one line
    public static RunFile parse(String json, String where) {
        return RunFileReader.parse(json, where);
    }

    /// The pools, the fastest first; those whose times are not compared stand last.
    public List<PoolEntry> ranked() {
        return pools.stream()
                .sorted(
                        Comparator.comparing((PoolEntry pool) -> pool.failed() > 0)
                                .thenComparingDouble(pool -> Figures.orNaN(pool.mean())))
                .toList();
    }

    /// The pool that speed-ups refer to: the first; of a simulation the first that keeps up, if one
    /// does.
    public PoolEntry reference() {
        return pools.stream()
                .filter(pool -> !simulated || pool.mean() != null)
                .findFirst()
                .orElseGet(pools::getFirst);
    }

    /// What one of its turns is called: a round was measured, a replication was simulated.
    public String turn() {
        return simulated ? "replication" : "round";
    }

    /// Whether its pools were put under load instead of being given rounds. One that was
    /// interrupted has pools whose turn never came.
    public boolean hasOnlyLoads() {
        return pools.stream()
                .filter(pool -> simulated || !pool.simulated())
                .allMatch(pool ->
                        pool.times().length == 0
                                && (pool.load() != null || comparison.rounds() == 0));
    }

    /// The file's text.
    public String toJson() {
        return Json.write(this);
    }
}
