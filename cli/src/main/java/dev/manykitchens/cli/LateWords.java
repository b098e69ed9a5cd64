package dev.manykitchens.cli;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.measurement.LateJobs;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.report.text.Figures;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How many jobs of each pool were late, class by class: a sentence a pool, none without deadlines.
final class LateWords implements ComparisonListener, LoadListener {

    private final Deadlines deadlines;
    private final Map<String, LateJobs> pools = new LinkedHashMap<>();

    LateWords(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void opening(String pool) {}

    @Override
    public void warmingUp(String pool) {}

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        pools.computeIfAbsent(pool, _ -> new LateJobs(deadlines)).add(round);
    }

    @Override
    public void loaded(String pool, LoadMeasurement measurement) {
        pools.put(pool, measurement.late());
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
