package dev.manykitchens.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class ScenarioReaderTest {

    private static final RecipeBook BOOK =
            RecipeBook.load(ScenarioReaderTest.class.getClassLoader());

    @TempDir Path folder;

    @Test
    void everyKeyArrives() {
        Scenario scenario =
                read(
                        """
                        name: coffee-shop
                        question: How many baristas?
                        jobs: 60
                        arrivals: closed 10 think lognormal 1s cv 0.5
                        resources: {espresso-machine: 1, till: {permits: 2, scope: kitchen}, sink: {}}
                        classes:
                          - name: drink
                            weight: 2.5
                            deadline: 2s
                            priority: 7
                            steps:
                              - cpu: 20ms
                              - use: espresso-machine
                                steps: [{wait: 1s..3s}, {offload: 5ms}]
                              - wait: exponential 50ms
                          - name: count
                            steps: [{compute: count_primes(20000)}]
                        pools: [sequential, "threads:1,2", processes:2x2+gil]
                        seed: 42
                        goal: p99<100ms
                        price: 0.05/h
                        """);

        List<JobClass> classes = scenario.classes();
        assertThat(scenario.name()).isEqualTo("coffee-shop");
        assertThat(scenario.question()).isEqualTo("How many baristas?");
        assertThat(scenario.jobs()).hasValue(60);
        assertThat(scenario.arrivals())
                .isEqualTo(
                        new Arrivals.Closed(
                                10,
                                new DurationDistribution.Lognormal(Duration.ofSeconds(1), 0.5)));
        assertThat(scenario.resources())
                .isEqualTo(
                        Map.of(
                                "espresso-machine", ResourceSpec.shared(1),
                                "till", ResourceSpec.inEachKitchen(2),
                                "sink", ResourceSpec.shared(1)));
        assertThat(classes).extracting(JobClass::name).containsExactly("drink", "count");
        assertThat(classes).extracting(JobClass::weight).containsExactly(2.5, 1.0);
        assertThat(classes).extracting(JobClass::priority).containsExactly(7, 0);
        assertThat(classes)
                .extracting(JobClass::deadline)
                .containsExactly(Optional.of(Duration.ofSeconds(2)), Optional.empty());
        assertThat(classes.getFirst().steps())
                .containsExactly(
                        new StepPlan.Cpu(constant("20ms")),
                        new StepPlan.Use(
                                "espresso-machine",
                                List.of(
                                        new StepPlan.Wait(
                                                new DurationDistribution.Uniform(
                                                        DurationRange.parse("1s..3s"))),
                                        new StepPlan.Offload(constant("5ms")))),
                        new StepPlan.Wait(
                                new DurationDistribution.Exponential(Duration.ofMillis(50))));
        assertThat(classes.getLast().steps()).hasToString("[Run[code=count_primes(20000)]]");
        assertThat(scenario.pools())
                .extracting(PoolSpec::toString)
                .containsExactly("sequential", "threads:1", "threads:2", "processes:2x2+gil");
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.goal()).contains(Goal.parse("p99<100ms"));
        assertThat(scenario.price()).contains(0.05);
    }

    @Test
    void whatIsLeftOutHasDefaults() {
        Scenario scenario = read("jobs: 3\nsteps: [{cpu: 20ms}]\n");

        assertThat(scenario.name()).isEqualTo("coffee");
        assertThat(scenario.question()).isEmpty();
        assertThat(scenario.arrivals()).isEqualTo(new Arrivals.AllAtOnce());
        assertThat(scenario.classes())
                .containsExactly(
                        new JobClass(
                                "job",
                                1,
                                List.of(new StepPlan.Cpu(constant("20ms"))),
                                Optional.empty()));
        assertThat(scenario.resources()).isEmpty();
        assertThat(scenario.pools()).isEmpty();
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.goal()).isEmpty();
        assertThat(scenario.price()).isEmpty();
    }

    @Test
    void theOpeningCommentIsTheQuestion() {
        String yaml =
                """
                # yaml-language-server: $schema=scenario.schema.json
                # How many baristas does one
                #   espresso machine keep busy?
                #
                # This is said to those who read the file.
                jobs: 3 # and this too
                steps: [{cpu: 20ms}]
                """;

        assertThat(read(yaml).question())
                .isEqualTo("How many baristas does one espresso machine keep busy?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all at once",
                "every 250ms",
                "poisson 4/s",
                "closed 10 think 1s..3s",
                "bursts of 20 every 5s"
            })
    void arrivalsAreReadAsTheyAreWritten(String arrivals) {
        assertThat(read("jobs: 3\narrivals: " + arrivals + "\nsteps: [{cpu: 20ms}]\n").arrivals())
                .hasToString(arrivals);
    }

    @Test
    void stepsMayBeSharedByAliases() {
        Scenario scenario =
                read(
                        """
                        jobs: 3
                        classes:
                          - {name: one, steps: &milk [{wait: 80ms}]}
                          - {name: two, steps: *milk}
                        """);

        assertThat(scenario.classes())
                .extracting(JobClass::steps)
                .allMatch(List.of(new StepPlan.Wait(constant("80ms")))::equals);
    }

    @Test
    void aTraceNeedsNoNumberOfJobs() throws IOException {
        Files.writeString(folder.resolve("morning.csv"), "drink,arrival\ntea,10\ntea,10.5\n");

        Scenario scenario = read("arrivals: trace morning.csv\nsteps: [{cpu: 20ms}]\n");

        assertThat(scenario.jobs()).isEqualTo(OptionalInt.empty());
        assertThat(scenario.arrivals())
                .isInstanceOfSatisfying(
                        Arrivals.Trace.class,
                        trace -> assertThat(trace.nanos()).containsExactly(0, 500_000_000));
        assertThat(scenario.arrivals()).hasToString("trace morning.csv");
    }

    @Test
    void durationsMayComeFromAFile() throws IOException {
        Files.writeString(folder.resolve("times.csv"), "0.25\n0.75\n");

        Scenario scenario = read("jobs: 3\nsteps: [{wait: empirical times.csv}]\n");

        assertThat(scenario.classes().getFirst().steps())
                .first()
                .isInstanceOfSatisfying(
                        StepPlan.Wait.class,
                        wait -> {
                            assertThat(wait.duration().meanSeconds()).isEqualTo(0.5);
                            assertThat(wait.duration()).hasToString("empirical times.csv");
                        });
    }

    private Scenario read(String yaml) {
        return ScenarioReader.read(yaml, folder.resolve("coffee.yaml"), BOOK);
    }

    private static DurationDistribution constant(String text) {
        return new DurationDistribution.Constant(DurationRange.parseDuration(text));
    }
}
