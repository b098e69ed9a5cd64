package dev.manykitchens.report.diff;

import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.report.run.HostFacts;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.Scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What changed from one run to another, pool by pool.
///
/// @param pools those that both runs have, in the order of the first
/// @param onlyBefore names of pools that only the first has
/// @param onlyAfter names of pools that only the second has
/// @param warnings what makes the two hard to compare, one line each
/// @param simulated whether the times of both come from simulations
public record RunDiff(
        List<Change> pools,
        List<String> onlyBefore,
        List<String> onlyAfter,
        List<String> warnings,
        boolean simulated) {

    /// So many pools are named where none is in both runs.
    private static final int NAMED = 5;

    public RunDiff {
        pools = List.copyOf(pools);
        onlyBefore = List.copyOf(onlyBefore);
        onlyAfter = List.copyOf(onlyAfter);
        warnings = List.copyOf(warnings);
    }

    /// One pool in both runs.
    ///
    /// @param pool its name in both
    /// @param before what the first run measured
    /// @param after what the second run measured
    /// @param time mean time of the second divided by that of the first, so above 1 is slower;
    ///   unknown when one of the two cannot be compared
    public record Change(String pool, PoolEntry before, PoolEntry after, Ratio time) {

        private static Change of(PoolEntry before, PoolEntry after, long seed) {
            Ratio time =
                    before.canBeCompared() && after.canBeCompared()
                            ? Ratio.ofMeans(after.times(), before.times(), seed)
                            : Ratio.UNKNOWN;
            return new Change(before.pool(), before, after, time);
        }

        /// The times of its rounds in the first run.
        public Times timesBefore() {
            return Times.of(before.times());
        }

        /// The times of its rounds in the second run.
        public Times timesAfter() {
            return Times.of(after.times());
        }

        /// Whether it is slower by more than this part of its former time, as far as the whole
        /// interval says so.
        public boolean isSlowerBy(double part) {
            return time.showsMoreThan(part);
        }
    }

    /// Compares two runs.
    ///
    /// @param before the first
    /// @param after the second
    /// @throws IllegalArgumentException when one is of a load, where there are no rounds to
    ///   compare, or when no pool is in both
    public static RunDiff of(RunFile before, RunFile after) {
        if (before.hasOnlyLoads() || after.hasOnlyLoads()) {
            throw new IllegalArgumentException(
                    "runs must have rounds to be compared, and %s of a load (--rate); look at both with kitchen report"
                            .formatted(
                                    before.hasOnlyLoads() && after.hasOnlyLoads()
                                            ? "both are"
                                            : before.hasOnlyLoads()
                                                    ? "the first is"
                                                    : "the second is"));
        }
        Map<String, PoolEntry> old = byName(before);
        Map<String, PoolEntry> young = byName(after);
        List<Change> changes = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        for (PoolEntry pool : old.values()) {
            PoolEntry other = young.get(pool.pool());
            if (other == null) {
                onlyBefore.add(pool.pool());
            } else {
                changes.add(Change.of(pool, other, before.comparison().seed()));
            }
        }
        if (changes.isEmpty()) {
            throw new IllegalArgumentException(
                    "runs must have a pool in common to be compared, these have none: the first has %s, the second %s; run both on the same pools"
                            .formatted(names(old.keySet()), names(young.keySet())));
        }
        return new RunDiff(
                changes,
                onlyBefore,
                young.keySet().stream().filter(name -> !old.containsKey(name)).toList(),
                warnings(before, after),
                before.simulated() && after.simulated());
    }

    /// Pools that became slower by more than this part of their former time.
    public List<Change> slowerBy(double part) {
        return pools.stream().filter(change -> change.isSlowerBy(part)).toList();
    }

    /// Why pools of the first run cannot be judged, one line each without a full stop; empty when
    /// all can.
    public List<String> unjudged() {
        List<String> lines = new ArrayList<>();
        onlyBefore.forEach(pool ->
                lines.add("`%s` cannot be judged: it is only in the first run".formatted(pool)));
        for (Change change : pools) {
            if (!change.before().canBeCompared() || !change.after().canBeCompared()) {
                lines.add(
                        "`%s` cannot be judged: jobs failed, or no round is complete"
                                .formatted(change.pool()));
            } else if (Double.isNaN(change.time().low())) {
                lines.add(
                        "`%s` cannot be judged: with one round there is no interval"
                                .formatted(change.pool()));
            }
        }
        return lines;
    }

    private static String names(Set<String> pools) {
        String some =
                pools.stream()
                        .limit(NAMED)
                        .map(pool -> "`" + pool + "`")
                        .collect(Collectors.joining(", "));
        return pools.size() > NAMED ? some + ", …" : some;
    }

    /// Names are unique in what we write; of two with one name the first counts. What was predicted
    /// beside what was measured tells nothing of a change.
    private static Map<String, PoolEntry> byName(RunFile run) {
        Map<String, PoolEntry> pools = new LinkedHashMap<>();
        List<PoolEntry> own = run.simulated() ? run.pools() : run.measured();
        own.forEach(pool -> pools.putIfAbsent(pool.pool(), pool));
        return pools;
    }

    private static List<String> warnings(RunFile before, RunFile after) {
        Warnings warnings = new Warnings();
        Scenario old = before.scenario();
        Scenario young = after.scenario();
        warnings.unlessSame("scenario", name(old), name(young));
        warnings.unlessSame("recipe", old.recipe(), young.recipe());
        warnings.unlessSame("work", old.work(), young.work());
        warnings.unlessSame("time scale", old.timeScale(), young.timeScale());
        warnings.unlessSame("jobs", before.jobs(), after.jobs());
        warnings.unlessSame("seed of jobs", old.seed(), young.seed());
        warnings.unlessSame("measured or simulated", kind(before), kind(after));
        HostFacts here = before.host();
        HostFacts there = after.host();
        warnings.unlessSame("system", here.os(), there.os());
        warnings.unlessSame("processor", here.cpu(), there.cpu());
        warnings.unlessSame("cores", here.cores(), there.cores());
        warnings.unlessSame(
                "usable processors", here.effectiveProcessors(), there.effectiveProcessors());
        warnings.unlessSame("memory", here.memoryBytes(), there.memoryBytes());
        warnings.unlessSame("JVM", here.jvm(), there.jvm());
        warnings.unlessSame("Python", here.python(), there.python());
        return warnings.lines;
    }

    private static String name(Scenario scenario) {
        String name = scenario.name();
        return name == null ? "none" : name;
    }

    private static String kind(RunFile run) {
        return run.simulated() ? "simulated" : "measured";
    }

    private static final class Warnings {

        private final List<String> lines = new ArrayList<>();

        private void unlessSame(String what, Object before, Object after) {
            if (!Objects.equals(before, after)) {
                lines.add("%s: %s before, %s after".formatted(what, shown(before), shown(after)));
            }
        }

        private static String shown(Object fact) {
            String text = fact.toString();
            return text.isEmpty() ? "unknown" : text;
        }
    }
}
