package dev.manykitchens.report.text;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;
import dev.manykitchens.core.scenario.WorkerConditions;

import java.util.List;
import java.util.stream.Collectors;

/// Which faults of a scenario struck, and which never can, in sentences.
public final class FaultWords {

    private FaultWords() {}

    /// What struck a pool, in one line.
    ///
    /// @param turn what is counted: "round" or "replication"
    public static String of(String pool, StrikeCounts counts, String turn) {
        String turns = Figures.count(counts.turns(), turn);
        return "`%s`: %s"
                .formatted(
                        pool,
                        counts.byFault().entrySet().stream()
                                .map(entry ->
                                        "%s: %s"
                                                .formatted(
                                                        entry.getKey().words(),
                                                        words(entry.getValue(), turns)))
                                .collect(Collectors.joining("; ")));
    }

    private static String words(StrikeCounts.Count count, String turns) {
        String missed =
                count.missed() == 0
                        ? ""
                        : ", %s when no worker was there"
                                .formatted(Figures.count(count.missed(), "time"));
        if (count.struck() == 0) {
            return "struck nobody in %s%s"
                    .formatted(
                            turns,
                            missed.isEmpty()
                                    ? ", over before that or without such a worker"
                                    : missed);
        }
        String first = Figures.time(count.firstNanos() / 1e9);
        String last = Figures.time(count.lastNanos() / 1e9);
        return "struck %s in %s, %s%s"
                .formatted(
                        Figures.count(count.struck(), "time"),
                        turns,
                        first.equals(last) ? "at " + first : "from %s to %s".formatted(first, last),
                        missed);
    }

    /// The faults that cannot strike on these pools, a sentence for each pool that has some.
    public static List<String> never(WorkerConditions workers, List<PoolSpec> specs) {
        return specs.stream()
                .distinct()
                .filter(spec -> spec.kind() instanceof PoolSpec.Kind.Processes)
                .filter(spec -> !Strikes.never(workers, sizeOf(spec)).isEmpty())
                .map(spec -> never(workers, spec))
                .toList();
    }

    private static String never(WorkerConditions workers, PoolSpec spec) {
        List<Fault> never = Strikes.never(workers, sizeOf(spec));
        return "On `%s` %s can never strike: it has only %s%s."
                .formatted(
                        spec,
                        never.stream()
                                .map(fault -> "\"" + fault.words() + "\"")
                                .collect(Collectors.joining(" and ")),
                        Figures.count(sizeOf(spec), "worker"),
                        never.stream()
                                        .anyMatch(fault ->
                                                fault.target() instanceof Fault.Target.OfKind)
                                ? ", none of that kind or place"
                                : "");
    }

    private static int sizeOf(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Processes processes ? processes.size() : 0;
    }
}
