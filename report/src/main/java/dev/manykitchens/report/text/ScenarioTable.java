package dev.manykitchens.report.text;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.Scenario;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Scenarios for people: a table of all.
public final class ScenarioTable {

    private static final int POOLS = 4;

    private ScenarioTable() {}

    /// One row a scenario.
    public static String of(Collection<Scenario> scenarios, int width) {
        return new TextTable<Scenario>()
                .text("scenario", TextTable.ALWAYS, Scenario::name)
                .text("what it answers", TextTable.ALWAYS, Scenario::question)
                .text("jobs", 1, ScenarioTable::jobs)
                .text("pools", 2, ScenarioTable::pools)
                .render(List.copyOf(scenarios), width);
    }

    private static String jobs(Scenario scenario) {
        if (scenario.jobs().isEmpty()) {
            String time =
                    scenario.duration()
                            .map(duration -> " for " + DurationRange.text(duration))
                            .orElse("");
            return scenario.arrivals() + time;
        }
        int jobs = scenario.jobs().getAsInt();
        return scenario.arrivals() instanceof Arrivals.AllAtOnce
                ? Integer.toString(jobs)
                : jobs + ", " + scenario.arrivals();
    }

    private static String pools(Scenario scenario) {
        String first =
                scenario.pools().stream()
                        .limit(POOLS)
                        .map(PoolSpec::toString)
                        .collect(Collectors.joining(", "));
        int more = scenario.pools().size() - POOLS;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
