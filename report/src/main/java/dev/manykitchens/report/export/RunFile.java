package dev.manykitchens.report.export;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.Note;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;

/// A comparison as a file: the JSON of schema `manykitchens.run/1`, component by component, named
/// in snake case. All times are in seconds; null stands for what is not known. Readers must ignore
/// keys that they do not know.
///
/// @param schema [#SCHEMA]
/// @param simulated whether the times come from a simulation
/// @param created when the run ended, as an ISO 8601 instant
/// @param host where it ran
/// @param scenario what ran
/// @param jobs how many jobs a round has
/// @param comparison how it was measured
/// @param pools one entry a pool, in the order named; speed-ups refer to the first
/// @param verdict the fastest against the others
/// @param cautions what to keep in mind when reading the figures, one line each, with the pools it
///   is about
public record RunFile(
        String schema,
        boolean simulated,
        String created,
        HostFacts host,
        Scenario scenario,
        int jobs,
        Plan comparison,
        List<PoolEntry> pools,
        VerdictEntry verdict,
        List<String> cautions) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.run/1";

    /// The file of a comparison that has just ended.
    public static RunFile of(ComparisonResult result, HostFacts host, Instant ended) {
        return new RunFile(
                SCHEMA,
                false,
                ended.toString(),
                host,
                Entries.scenario(result.batch()),
                result.batch().size(),
                Entries.plan(result.options(), result.partial()),
                result.pools().stream().map(pool -> Entries.pool(result, pool)).toList(),
                Entries.verdict(result.verdict()),
                result.notes(host.effectiveProcessors()).stream().map(Note::describe).toList());
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @param where named in the message when it cannot be read
    /// @throws IllegalArgumentException when it is not such a file, in one line
    public static RunFile parse(String json, String where) {
        try {
            JsonNode schema = Json.tree(json).path("schema");
            if (!schema.asString("").equals(SCHEMA)) {
                throw new IllegalArgumentException(
                        "a run must be of schema %s, was %s (%s); write one with --export-json"
                                .formatted(
                                        SCHEMA,
                                        schema.isMissingNode() ? "of none" : schema,
                                        where));
            }
            return Json.read(json, RunFile.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "a run must be JSON as --export-json writes it: %s (%s, line %d)"
                            .formatted(
                                    e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                                    where,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
                    e);
        }
    }

    /// The file's text.
    public String toJson() {
        return Json.write(this);
    }

    /// What ran.
    ///
    /// @param recipe its name
    /// @param work what replaced the recipe's steps, as `--work` takes it; `own` when nothing did
    /// @param timeScale multiplied every wait and every amount of work
    /// @param seed fixed the random numbers of the jobs
    /// @param timeout the longest an attempt might run; null: no limit
    /// @param attempts how often a job was tried at most
    public record Scenario(
            String recipe,
            String work,
            double timeScale,
            long seed,
            @Nullable Double timeout,
            int attempts) {}

    /// How it was measured.
    ///
    /// @param rounds asked for at most
    /// @param warmup warm-up rounds asked for
    /// @param minTime up to which a pool got further rounds
    /// @param maxTime after which a pool got no further rounds
    /// @param seed fixed the order of the rounds and the intervals
    /// @param partial whether it was stopped before its end; every round in the file is complete
    public record Plan(
            int rounds, int warmup, double minTime, double maxTime, long seed, boolean partial) {}

    /// A ratio and its 95 % interval.
    public record RatioEntry(@Nullable Double ratio, @Nullable Double low, @Nullable Double high) {}

    /// One pool.
    ///
    /// @param slots how many jobs can run at once; null when nothing limits them
    /// @param rounds complete rounds
    /// @param times the wall time of each, in the order run
    /// @param speedup mean time of the first pool divided by that of this one; null where one of
    ///   the two has failed jobs or no complete round
    /// @param efficiency speed-up over how many times the slots of the first pool it has; null
    ///   where the speed-up is, and where nothing limits the slots
    /// @param startup from opening the pool until it could take jobs
    /// @param response submission to outcome, of the jobs that succeeded
    /// @param split means a job; they add up to the mean response
    /// @param overheadPerJob how long a slot stood idle before a job that was there
    /// @param cpuSeconds processor time of a round: this JVM and the pool's workers on this host
    /// @param memoryBytes the most held at the end of a round by the same processes
    /// @param failed jobs without a result, all rounds together, as are the next two
    public record PoolEntry(
            String pool,
            @Nullable Integer slots,
            int rounds,
            int warmupRounds,
            double[] times,
            @Nullable Double mean,
            @Nullable Double stddev,
            @Nullable Double median,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double jobsPerSecond,
            RatioEntry speedup,
            @Nullable Double efficiency,
            double startup,
            ResponseEntry response,
            SplitEntry split,
            @Nullable Double overheadPerJob,
            @Nullable Double cpuSeconds,
            @Nullable Long memoryBytes,
            int failed,
            int retried,
            int workersLost) {}

    /// Response times of so many jobs.
    public record ResponseEntry(
            long count,
            @Nullable Double mean,
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double p99,
            @Nullable Double max) {}

    /// Where the response time went.
    public record SplitEntry(
            @Nullable Double queue,
            @Nullable Double encode,
            @Nullable Double wire,
            @Nullable Double stove,
            @Nullable Double cpu,
            @JsonProperty("wait") @Nullable Double waiting,
            @Nullable Double resource,
            @Nullable Double other,
            @JsonProperty("return") @Nullable Double returned) {}

    /// The fastest pool against the others.
    ///
    /// @param fastest null when no pool can be judged
    /// @param words the same as sentences; a figure after ± is half of the 95 % interval
    public record VerdictEntry(
            @Nullable String fastest, List<OverEntry> over, List<String> words) {}

    /// How many times faster the fastest is than this pool, and whether that is more than noise.
    public record OverEntry(
            String pool,
            @Nullable Double ratio,
            @Nullable Double low,
            @Nullable Double high,
            boolean difference) {}
}
