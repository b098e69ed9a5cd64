package dev.manykitchens.core.scenario;

import static dev.manykitchens.core.scenario.Shop.cpu;
import static dev.manykitchens.core.scenario.Shop.job;
import static dev.manykitchens.core.scenario.Shop.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.resource.ResourceSpec;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

class ScenarioTest {

    private static final JobClass JOB = job("job", 1, cpu("1ms"));
    private static final Arrivals POISSON = new Arrivals.Poisson(Rate.parse("5/s"));
    private static final Arrivals TRACE = new Arrivals.Trace(new long[] {1}, "t.csv");
    private static final OptionalInt TEN = OptionalInt.of(10);
    private static final OptionalInt OPEN = OptionalInt.empty();
    private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));
    private static final Optional<Duration> NEVER = Optional.empty();

    @Test
    void itMustHaveAnEnd() {
        assertThat(extent(POISSON, TEN, NEVER).jobs()).hasValue(10);
        assertThat(extent(POISSON, OPEN, MINUTE).duration()).isEqualTo(MINUTE);
        assertThat(extent(TRACE, OPEN, NEVER).jobs()).isEmpty();
        refuses("or duration: 1m (arrivals: poisson 5/s)", () -> extent(POISSON, OPEN, NEVER));
        refuses("must say how many, such as jobs: 60", () -> extent(once(), OPEN, MINUTE));
        refuses("must say how many, such as jobs: 60", () -> extent(once(), OPEN, NEVER));
        refuses("how many jobs come or for how long, not both", () -> extent(POISSON, TEN, MINUTE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_000_001})
    void jobsHaveALimit(int jobs) {
        refuses("from 1 to 10000000, were " + jobs, () -> Shop.open(JOB).withJobs(jobs));
    }

    @Test
    void aDurationHasALimit() {
        refuses(
                "above 0 and at most 24h, was 0s",
                () -> extent(POISSON, OPEN, Optional.of(Duration.ZERO)));
        refuses(
                "above 0 and at most 24h, was 90000s",
                () -> extent(POISSON, OPEN, Optional.of(Duration.ofHours(25))));
    }

    @Test
    void noMoreJobsAreExpectedThanThereMayBe() {
        Optional<Duration> day = Optional.of(Duration.ofHours(24));
        Optional<Duration> tenThousand = Optional.of(Duration.ofSeconds(10_000));
        Arrivals dense = new Arrivals.Poisson(Rate.parse("1000/s"));
        Arrivals millisecond = new Arrivals.Every(Duration.ofMillis(1));
        Arrivals bursts = new Arrivals.Bursts(10_000_000, Duration.ofSeconds(1));

        refuses(
                "a scenario must have at most 10,000,000 jobs, poisson 1000/s for 86400s has 86,400,000; let fewer come, or for a shorter duration",
                () -> extent(dense, OPEN, day));
        refuses("every 1ms for 86400s has 86,400,000", () -> extent(millisecond, OPEN, day));
        refuses(
                "bursts of 10000000 every 1s for 60s has 600,000,000",
                () -> extent(bursts, OPEN, MINUTE));
        assertThat(extent(dense, OPEN, tenThousand).duration()).isEqualTo(tenThousand);
        assertThat(extent(millisecond, OPEN, tenThousand).duration()).isEqualTo(tenThousand);
        assertThat(extent(dense, TEN, NEVER).jobs()).isEqualTo(TEN);
    }

    @Test
    void classesHaveNamesAndWeightsOfTheirOwn() {
        refuses("from 1 to 1000 classes of jobs, had 0", () -> Shop.open());
        refuses("taken twice: job", () -> Shop.open(JOB, job("other", 1), JOB));
        refuses("at most a million, was 0.0 (job)", () -> job("job", 0));
        refuses("was NaN", () -> job("job", Double.NaN));
        refuses("was 1000001.0", () -> job("job", 1_000_001));
        refuses(
                "a deadline must be above 0",
                () -> new JobClass("job", 1, List.of(), Optional.of(Duration.ZERO)));
        refuses(
                "had 1001",
                () ->
                        Shop.open(
                                IntStream.range(0, 1_001)
                                        .mapToObj(i -> job("j" + i, 1))
                                        .toArray(JobClass[]::new)));
    }

    @Test
    void whatStepsUseIsDeclaredHoweverDeepItIs() {
        refuses(
                "\"ovne\" is not; did you mean oven?",
                () -> Shop.open(job("job", 1, use("oven", use("sink", use("ovne"))))));
        refuses(
                "write resources: {grill: 1}",
                () -> Shop.open(Map.of(), job("job", 1, use("grill"))));
    }

    @Test
    void aPriceIsANumberThatSomebodyCouldPay() {
        for (double price : new double[] {-1, 1e9, Double.NaN, Double.POSITIVE_INFINITY}) {
            refuses("a price must be at least 0 an hour, was " + price, () -> priced(price));
        }
        assertThat(priced(0).price()).hasValue(0.0);
    }

    @Test
    void anotherSeedOrNumberOfJobsLeavesTheRestAsItWas() {
        Scenario scenario = extent(POISSON, OPEN, MINUTE);

        assertThat(scenario.withSeed(8).withSeed(7)).isEqualTo(scenario);
        assertThat(scenario.withSeed(8).seed()).isEqualTo(8);
        assertThat(scenario.withJobs(10)).isEqualTo(extent(POISSON, TEN, NEVER));
        assertThat(scenario.keepsComing()).isTrue();
        assertThat(Shop.open(JOB).keepsComing()).isFalse();
    }

    private static Arrivals once() {
        return new Arrivals.AllAtOnce();
    }

    private static Scenario extent(
            Arrivals arrivals, OptionalInt jobs, Optional<Duration> duration) {
        return scenario(arrivals, jobs, duration, Optional.empty());
    }

    private static Scenario priced(double price) {
        return scenario(once(), TEN, NEVER, Optional.of(price));
    }

    private static Scenario scenario(
            Arrivals arrivals,
            OptionalInt jobs,
            Optional<Duration> duration,
            Optional<Double> price) {
        return new Scenario(
                "shop",
                "",
                arrivals,
                jobs,
                duration,
                List.of(JOB),
                Map.of("oven", ResourceSpec.shared(1)),
                List.of(),
                7,
                Optional.empty(),
                price);
    }

    private static void refuses(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }
}
