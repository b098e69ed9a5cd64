package dev.manykitchens.cli;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.measurement.ClassResponses;
import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.measurement.LateJobs;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.report.run.ClassEntry;
import dev.manykitchens.report.text.Figures;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The jobs of each pool class by class: how long they took, and how many were late, in a sentence
/// a pool, none without deadlines.
final class LateWords implements ComparisonListener, LoadListener {

    private final Deadlines deadlines;
    private final Map<String, LateJobs> pools = new LinkedHashMap<>();
    private final Map<String, ClassResponses> rounds = new LinkedHashMap<>();
    private final Map<String, List<ClassEntry>> loads = new LinkedHashMap<>();

    LateWords(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void opening(String pool) {}

    @Override
    public void warmingUp(String pool) {}

    @Override
    public void wayMeasured(String pool, Duration way) {}

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        pools.computeIfAbsent(pool, _ -> new LateJobs(deadlines)).add(round);
        rounds.computeIfAbsent(pool, _ -> new ClassResponses(deadlines)).add(round);
    }

    @Override
    public void loaded(String pool, LoadMeasurement measurement) {
        pools.put(pool, measurement.late());
        loads.put(pool, entries(measurement.byClass(), measurement.hasSettled()));
    }

    /// How long the jobs of each class took, by pool.
    Map<String, List<ClassEntry>> classes() {
        Map<String, List<ClassEntry>> all = new LinkedHashMap<>(loads);
        rounds.forEach((pool, responses) -> all.put(pool, entries(responses, true)));
        return all;
    }

    /// @param settled whether times tell of the pool, and not of how long the load went on
    private static List<ClassEntry> entries(ClassResponses responses, boolean settled) {
        return responses.classes().stream()
                .map(each -> {
                    Latency response = each.response();
                    boolean known = settled && response.count() > 0;
                    return new ClassEntry(
                            each.name(),
                            response.count(),
                            known ? (Double) response.mean() : null,
                            known ? (Double) response.p99() : null);
                })
                .toList();
    }

    /// The sentences, in the order in which pools had their turn.
    List<String> sentences() {
        return pools.entrySet().stream()
                .filter(pool -> !pool.getValue().classes().isEmpty())
                .map(pool -> sentence(pool.getKey(), pool.getValue()))
                .toList();
    }

    private static String sentence(String pool, LateJobs late) {
        return "`%s`: %s late: %s"
                .formatted(
                        pool,
                        Figures.percent(late.share()),
                        late.classes().stream()
                                .map(each ->
                                        "%s %s of %s"
                                                .formatted(
                                                        each.name(),
                                                        Figures.count(each.late()),
                                                        Figures.count(each.jobs())))
                                .collect(Collectors.joining(", ")));
    }
}
