package dev.manykitchens.benchmarks.simulation;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Queues of the textbooks as scenarios.
final class Queues {

    /// The recipes on the class path.
    static final RecipeBook BOOK = RecipeBook.load(Queues.class.getClassLoader());

    private Queues() {}

    /// Poisson arrivals of jobs that are one wait each, so that any number of servers serves them
    /// side by side.
    static Scenario poisson(double perSecond, DurationDistribution service, int jobs, long seed) {
        Rate rate = new Rate(new BigDecimal(perSecond, MathContext.DECIMAL32), Rate.Unit.S);
        return of(new Arrivals.Poisson(rate), service, jobs, seed);
    }

    /// The same with other arrivals.
    static Scenario of(Arrivals arrivals, DurationDistribution service, int jobs, long seed) {
        return new Scenario(
                "queue",
                "",
                arrivals,
                OptionalInt.of(jobs),
                Optional.empty(),
                List.of(
                        new JobClass(
                                "job", 1, List.of(new StepPlan.Wait(service)), Optional.empty())),
                Map.of(),
                List.of(),
                seed,
                Optional.empty(),
                Optional.empty());
    }
}
