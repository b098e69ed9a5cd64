package dev.manykitchens.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.DurationSampler;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.Interval;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.GammaAcceptanceRejectionGen;
import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.rng.MRG32k3a;

import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The mean wait of the same queue, from two simulators that share neither code nor random numbers.
/// Both begin with an empty queue and have as many jobs, so nothing has to be left out of either.
@ResourceLock(SsjAgreementTest.STREAMS)
class SsjAgreementTest {

    /// Where the next of SSJ's streams begins is static, and not synchronised.
    static final String STREAMS = "the streams of SSJ";

    private static final int REPLICATIONS = 30;
    private static final int JOBS = 20_000;
    private static final Duration SERVICE = Duration.ofMillis(100);

    /// Of its streams of random numbers, each begins where the one made before would be after 2^127
    /// numbers.
    @BeforeEach
    void seed() {
        MRG32k3a.setPackageSeed(new long[] {1, 2, 3, 4, 5, 6});
    }

    @Test
    void bothHaveTheSameWaitInMM1() {
        assertAgree(ours(1, 8, exponential()), ssj(1, exponential(8), exponential(10)));
    }

    @Test
    void bothHaveTheSameWaitInMM5() {
        assertAgree(ours(5, 40, exponential()), ssj(5, exponential(40), exponential(10)));
    }

    @Test
    void bothHaveTheSameWaitWhenServicesAreNotExponential() {
        assertAgree(ours(1, 8, gamma(2)), ssj(1, exponential(8), gamma(0.1, 2)));
    }

    @Test
    void bothHaveTheSameWaitInGG3() {
        double gap = 1 / 27.0;
        Interval ours =
                interval(n -> {
                    Scenario scenario = Queues.of(gaps(gap, 1.5, n), gamma(0.5), JOBS, n);
                    return meanWait("threads:3", scenario, 0);
                });

        assertAgree(ours, ssj(3, gamma(gap, 1.5), gamma(0.1, 0.5)));
    }

    /// Otherwise agreement would say nothing.
    @Test
    void aLittleMoreLoadIsSeen() {
        Interval ours = ours(1, 8, exponential());
        Interval ssj = ssj(1, exponential(8.5), exponential(10));

        assertThat(ours.high()).isLessThan(ssj.low());
    }

    private static void assertAgree(Interval ours, Interval ssj) {
        assertThat(ours.precision()).isLessThan(0.1);
        assertThat(ssj.precision()).isLessThan(0.1);
        assertThat(ours.low()).as("%s and %s", ours, ssj).isLessThan(ssj.high());
        assertThat(ours.high()).as("%s and %s", ours, ssj).isGreaterThan(ssj.low());
    }

    private static Interval ours(
            int servers, double arrivalsPerSecond, DurationDistribution service) {
        Scenario scenario = Queues.poisson(arrivalsPerSecond, service, JOBS, 7);
        return interval(n -> meanWait("threads:" + servers, scenario, n));
    }

    private static double meanWait(String pool, Scenario scenario, int replication) {
        long[] waits =
                new SimulatedScenario(
                                PoolSpec.parse(pool),
                                scenario,
                                Queues.BOOK,
                                SimulationOptions.onCores(1))
                        .run(replication)
                        .waitNanos();
        return LongStream.of(waits).average().orElseThrow() / 1e9;
    }

    /// The generators go on from one replication to the next, so each has other numbers.
    private static Interval ssj(int servers, RandomVariateGen gaps, RandomVariateGen services) {
        return interval(_ -> SsjQueue.meanWait(servers, gaps, services, JOBS));
    }

    private static Interval interval(IntToDoubleFunction meanWaitOfReplication) {
        return Interval.of(
                IntStream.range(0, REPLICATIONS).mapToDouble(meanWaitOfReplication).toArray());
    }

    private static DurationDistribution exponential() {
        return new DurationDistribution.Exponential(SERVICE);
    }

    private static DurationDistribution gamma(double cv) {
        return new DurationDistribution.Gamma(SERVICE, cv);
    }

    private static RandomVariateGen exponential(double perSecond) {
        return new ExponentialGen(new MRG32k3a(), perSecond);
    }

    private static RandomVariateGen gamma(double meanSeconds, double cv) {
        double shape = 1 / (cv * cv);
        return new GammaAcceptanceRejectionGen(new MRG32k3a(), shape, shape / meanSeconds);
    }

    /// Arrivals as [#gamma] has them on the other side, drawn by us and for each replication anew.
    private static Arrivals.Trace gaps(double meanSeconds, double cv, int replication) {
        DurationSampler gaps =
                new DurationDistribution.Gamma(Duration.ofNanos(Math.round(1e9 * meanSeconds)), cv)
                        .sampler(RandomStreams.seeded(11).replication(replication).stream("gaps"));
        long[] nanos = new long[JOBS];
        long at = 0;
        for (int job = 0; job < JOBS; job++) {
            at += gaps.nextNanos();
            nanos[job] = at;
        }
        return new Arrivals.Trace(nanos, "gaps");
    }
}
