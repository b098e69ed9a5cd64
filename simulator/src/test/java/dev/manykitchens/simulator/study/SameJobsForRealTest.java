package dev.manykitchens.simulator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.load.ArrivalSchedule;
import dev.manykitchens.core.load.LoadArrivals;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.core.scenario.ScenarioLoad;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What runs for real is what replication 0 of a simulation runs: the same jobs at the same times.
class SameJobsForRealTest {

    private static final int JOBS = 200;

    static List<Arrivals> arrivals() {
        return List.of(
                Scenarios.poisson("500/s"),
                Scenarios.every("3ms"),
                new Arrivals.Bursts(7, Duration.ofMillis(40)),
                new Arrivals.Trace(new long[] {0, 5, 5, 1_000_000, 9_000_000}, "here"));
    }

    @ParameterizedTest
    @MethodSource("arrivals")
    void jobsComeAtTheTimesOfTheFirstReplication(Arrivals arrivals) {
        Scenario scenario = scenario(arrivals);
        Replication simulated = simulated(scenario);

        ScenarioLoad real = load(scenario);

        assertThat(offsets(real)).isEqualTo(simulated.submittedNanos());
        assertThat(real.jobs().classes()).isEqualTo(simulated.jobClasses());
    }

    @Test
    void jobsTakeWhatTheyTakeInTheFirstReplication() {
        Scenario scenario = scenario(new Arrivals.AllAtOnce());
        Replication simulated = simulated(scenario);

        ScenarioBatch real =
                ScenarioBatch.of(
                        scenario,
                        JOBS,
                        Scenarios.BOOK.get(ScenarioBatch.RECIPE),
                        BatchOptions.DEFAULTS);

        assertThat(real.classes()).isEqualTo(simulated.jobClasses());
        // A thread for each job: nothing but the steps takes time.
        for (int job = 0; job < JOBS; job++) {
            assertThat("wait " + simulated.responseNanos()[job] + "ns")
                    .isEqualTo(inNanos(real.batch().arguments().row(job).text(0)));
        }
    }

    @Test
    void aScaledScenarioHasTheSameJobsAsMuchShorter() {
        Scenario scenario = scenario(Scenarios.poisson("500/s"));
        long[] whole = offsets(load(scenario));

        ScenarioLoad tenth = load(scenario.scaledBy(0.1));

        assertThat(offsets(tenth)).hasSameSizeAs(whole);
        for (int job = 0; job < whole.length; job++) {
            assertThat(offsets(tenth)[job]).isBetween(whole[job] / 10 - 2, whole[job] / 10 + 2);
        }
        long[] longer = simulated(scenario).responseNanos();
        long[] shorter = simulated(scenario.scaledBy(0.1)).responseNanos();
        for (int job = 0; job < longer.length; job++) {
            assertThat(shorter[job]).isBetween(longer[job] / 10 - 20, longer[job] / 10 + 20);
        }
    }

    @Test
    void aClosedLoopThinksAsTheFirstReplicationDoes() {
        Scenario scenario = scenario(Scenarios.closed(3, "exponential 20ms"));
        long[] simulated = simulated(scenario).submittedNanos();

        LoadArrivals.Closed real = (LoadArrivals.Closed) load(scenario).plan().arrivals();

        LongSupplier thinking = real.thinking().get();
        long first = LongStream.generate(thinking).limit(3).min().orElseThrow();
        assertThat(first).isEqualTo(simulated[0]);
        // And so for the next pool.
        assertThat(real.thinking().get().getAsLong()).isEqualTo(real.thinking().get().getAsLong());
    }

    @Test
    void whatComesAllAtOnceIsNoLoad() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(scenario(new Arrivals.AllAtOnce())))
                .withMessage("jobs must come at their own times, came all at once");
    }

    private static String inNanos(String step) {
        return "wait " + DurationRange.parseDuration(step.substring(5)).toNanos() + "ns";
    }

    private static long[] offsets(ScenarioLoad load) {
        ArrivalSchedule schedule = ((LoadArrivals.Planned) load.plan().arrivals()).schedule();
        return IntStream.range(0, schedule.size()).mapToLong(schedule::offsetNanos).toArray();
    }

    private static Scenario scenario(Arrivals arrivals) {
        return Scenarios.of(
                arrivals,
                arrivals instanceof Arrivals.Trace(long[] nanos, String _) ? nanos.length : JOBS,
                Map.of(),
                new JobClass("short", 3, List.of(Scenarios.waiting("1ms..2ms")), Optional.empty()),
                new JobClass(
                        "long",
                        1,
                        List.of(Scenarios.waiting("lognormal 20ms cv 0.5")),
                        Optional.empty()));
    }

    private static ScenarioLoad load(Scenario scenario) {
        return ScenarioLoad.of(
                scenario,
                Scenarios.BOOK.get(ScenarioBatch.RECIPE),
                BatchOptions.DEFAULTS,
                OptionalInt.empty());
    }

    private static Replication simulated(Scenario scenario) {
        return new SimulatedScenario(
                        PoolSpec.parse("virtual"),
                        scenario,
                        Scenarios.BOOK,
                        SimulationOptions.onCores(2))
                .run(0);
    }
}
