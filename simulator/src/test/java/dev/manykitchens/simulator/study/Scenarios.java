package dev.manykitchens.simulator.study;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Scenarios for tests.
final class Scenarios {

    static final RecipeBook BOOK = RecipeBook.load(Scenarios.class.getClassLoader());

    private Scenarios() {}

    static Scenario of(Arrivals arrivals, int jobs, StepPlan... steps) {
        return of(
                arrivals, jobs, Map.of(), new JobClass("job", 1, List.of(steps), Optional.empty()));
    }

    static Scenario of(
            Arrivals arrivals, int jobs, Map<String, ResourceSpec> resources, JobClass... classes) {
        return new Scenario(
                "test",
                "",
                arrivals,
                OptionalInt.of(jobs),
                Optional.empty(),
                List.of(classes),
                resources,
                List.of(),
                7,
                Optional.empty(),
                Optional.empty());
    }

    static StepPlan cpu(String distribution) {
        return new StepPlan.Cpu(DistributionText.parse(distribution));
    }

    static StepPlan waiting(String distribution) {
        return new StepPlan.Wait(DistributionText.parse(distribution));
    }

    static Arrivals poisson(String rate) {
        return new Arrivals.Poisson(Rate.parse(rate));
    }

    static Arrivals every(String gap) {
        return new Arrivals.Every(DurationRange.parseDuration(gap));
    }

    static Arrivals closed(int users, String think) {
        return new Arrivals.Closed(users, DistributionText.parse(think));
    }
}
