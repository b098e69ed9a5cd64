package dev.manykitchens.core.scenario;

import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Scenarios for tests.
final class Shop {

    static final RecipeBook BOOK = RecipeBook.load(Shop.class.getClassLoader());

    private Shop() {}

    static Scenario open(Map<String, ResourceSpec> resources, JobClass... classes) {
        return new Scenario(
                "shop",
                "",
                new Arrivals.AllAtOnce(),
                OptionalInt.of(10),
                Optional.empty(),
                List.of(classes),
                resources,
                List.of(),
                7,
                Optional.empty(),
                Optional.empty());
    }

    static Scenario open(JobClass... classes) {
        return open(
                Map.of("oven", ResourceSpec.shared(1), "sink", ResourceSpec.shared(2)), classes);
    }

    static JobClass job(String name, double weight, StepPlan... steps) {
        return new JobClass(name, weight, List.of(steps), Optional.empty());
    }

    static StepPlan cpu(String distribution) {
        return new StepPlan.Cpu(DistributionText.parse(distribution));
    }

    static StepPlan waiting(String distribution) {
        return new StepPlan.Wait(DistributionText.parse(distribution));
    }

    static StepPlan offload(String distribution) {
        return new StepPlan.Offload(DistributionText.parse(distribution));
    }

    static StepPlan use(String resource, StepPlan... steps) {
        return new StepPlan.Use(resource, List.of(steps));
    }

    static StepPlan run(String call) {
        return new StepPlan.Run(RecipeCode.parse(BOOK, call));
    }
}
