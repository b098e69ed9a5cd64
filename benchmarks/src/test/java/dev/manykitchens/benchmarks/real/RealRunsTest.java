package dev.manykitchens.benchmarks.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A wait may take longer than it was asked to and never shorter, whoever is in the way.
@Isolated("measures pools")
class RealRunsTest {

    private static final Effort EFFORT =
            new Effort(
                    3,
                    2,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1,
                    Duration.ZERO,
                    Duration.ZERO);

    private static final List<PoolSpec> POOLS = PoolSpec.parseAll("threads:1,2");

    private final RealRuns runs = new RealRuns(new Neighbours(), EFFORT);

    @Test
    void aBatchIsRunInRoundsAndTheTimeUntilAllIsDoneCounts() {
        List<List<Run>> found = runs.of(waits(new Arrivals.AllAtOnce()), POOLS);

        assertThat(found).hasSize(2).allSatisfy(pool -> assertThat(pool).hasSize(3));
        assertThat(found.getFirst())
                .allSatisfy(run -> assertThat(run.seconds()).isBetween(0.2, 2.0));
        assertThat(found.getLast())
                .allSatisfy(run -> assertThat(run.seconds()).isBetween(0.1, 1.0));
    }

    @Test
    void jobsThatKeepComingAreALoadAndTheirMeanResponseCounts() {
        Scenario scenario = waits(new Arrivals.Every(Duration.ofMillis(60)));
        List<List<Run>> found = runs.of(scenario, POOLS);

        assertThat(found)
                .hasSize(2)
                .allSatisfy(pool ->
                        assertThat(pool)
                                .hasSize(2)
                                .allSatisfy(run -> {
                                    assertThat(run.seconds()).isBetween(0.05, 1.0);
                                    assertThat(run.lasted()).isGreaterThan(0.2);
                                }));
    }

    @Test
    void aJobWithoutAResultIsAnError() {
        RecipeCode fails = RecipeCode.parse(SimulatedRuns.BOOK, "fail");

        assertThatThrownBy(() ->
                        runs.of(scenario(new Arrivals.AllAtOnce(), new StepPlan.Run(fails)), POOLS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("every job of waits must have a result, 12 on threads:1 had none");
    }

    private static Scenario waits(Arrivals arrivals) {
        return scenario(
                arrivals,
                new StepPlan.Wait(new DurationDistribution.Constant(Duration.ofMillis(50))));
    }

    private static Scenario scenario(Arrivals arrivals, StepPlan step) {
        return new Scenario(
                "waits",
                "",
                arrivals,
                OptionalInt.of(4),
                Optional.empty(),
                List.of(new JobClass("job", 1, List.of(step), Optional.empty())),
                Map.of(),
                List.of(),
                1,
                Optional.empty(),
                Optional.empty());
    }
}
