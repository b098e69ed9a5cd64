package dev.manykitchens.core.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;

class CostSamplerTest {

    @Test
    void roundsOfFewJobsAreKeptWholeAndInTheOrderOfTheirPositions() {
        CostSampler sampler = new CostSampler();
        sampler.add(round(3, 100).reversed());
        sampler.add(round(3, 200));

        JobCosts costs = sampler.costs();

        assertThat(costs.cpuNanos()).containsExactly(100, 101, 102, 200, 201, 202);
        assertThat(costs.waitNanos()).containsExactly(1000, 1010, 1020, 2000, 2010, 2020);
        assertThat(costs.round()).isEqualTo(3);
    }

    @Test
    void whenRoomEndsEverySecondRoundGoesAndTheOthersLieAsFarFromEachOther() {
        CostSampler sampler = new CostSampler();
        for (int round = 0; round < 50; round++) {
            sampler.add(round(100, 1000L * round));
        }

        JobCosts costs = sampler.costs();

        long[] firsts =
                LongStream.range(0, costs.jobs() / 100)
                        .map(i -> costs.cpuNanos()[(int) i * 100] / 1000)
                        .toArray();
        assertThat(firsts).containsExactly(0, 8, 16, 24, 32, 40, 48);
        assertThat(costs.round()).isEqualTo(100);
    }

    @Test
    void ofManyJobsSoManyOfEachRoundAreKeptInNoOrder() {
        CostSampler sampler = new CostSampler();
        sampler.add(round(10_000, 0));
        sampler.add(round(10_000, 100_000));

        JobCosts costs = sampler.costs();

        assertThat(costs.jobs()).isEqualTo(500);
        assertThat(costs.round()).isZero();
        assertThat(costs.cpuNanos()).startsWith(0, 40, 80).endsWith(109_920, 109_960);
    }

    @Test
    void ofRoundsWithAFailedJobTheOthersAreKeptInNoOrder() {
        JobColumns rows = round(2, 100).getFirst().jobs();
        rows.kind()[0] = Outcome.Kind.FAILED.code();
        CostSampler sampler = new CostSampler();
        sampler.add(List.of(new RunEvent.JobsFinished(0, 1, "local", rows)));
        sampler.add(round(2, 200));

        assertThat(sampler.costs().cpuNanos()).containsExactly(200, 201);
        assertThat(sampler.costs().round()).isZero();
    }

    @Test
    void aRoundIsDrawnAndThenItsJobsInTheirOrder() {
        JobCosts costs = new JobCosts(new long[] {1, 2, 3, 4, 5, 6}, new long[6], 3);
        IntSupplier rows = costs.rows(RandomSource.XO_SHI_RO_256_PP.create(1));

        int[] drawn = LongStream.range(0, 30).mapToInt(_ -> rows.getAsInt()).toArray();

        for (int i = 0; i < drawn.length; i += 3) {
            assertThat(drawn[i]).isIn(0, 3);
            assertThat(Arrays.copyOfRange(drawn, i, i + 3))
                    .containsExactly(drawn[i], drawn[i] + 1, drawn[i] + 2);
        }
        assertThat(drawn).contains(0, 3);
    }

    @Test
    void figuresAreThoseOfTheJobs() {
        JobCosts costs =
                new JobCosts(new long[] {1_000_000_000, 3_000_000_000L}, new long[] {0, 0}, 0);

        assertThat(costs.cpuSeconds()).isEqualTo(2);
        assertThat(costs.waitSeconds()).isZero();
        assertThat(costs.variance()).isEqualTo(1);
        assertThat(JobCosts.NONE.cpuSeconds()).isNaN();
    }

    @Test
    void aSampleLiesEvenlyAmongAll() {
        long[] all = LongStream.range(0, 4_000).toArray();

        JobCosts costs = JobCosts.ofSample(all, all, 3_000);

        assertThat(costs.jobs()).isEqualTo(JobCosts.MOST);
        assertThat(costs.cpuNanos()).startsWith(0, 3, 6).endsWith(2_994, 2_997);
        assertThat(JobCosts.ofSample(all, all, 0).jobs()).isZero();
    }

    @Test
    void costsThatDoNotFitTogetherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobCosts(new long[2], new long[3], 0))
                .withMessageContaining("were 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobCosts(new long[5], new long[5], 3))
                .withMessageContaining("whole rounds, were 5 of rounds of 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobCosts(new long[] {-1}, new long[1], 0))
                .withMessageContaining("at least 0");
    }

    /// Job `i` computes `from + i` and waits ten times as long; told one after the other.
    private static List<RunEvent.JobsFinished> round(int jobs, long from) {
        return LongStream.range(0, jobs)
                .mapToObj(job -> {
                    JobColumns rows = JobColumns.allocate(1);
                    rows.job()[0] = (int) job;
                    rows.kind()[0] = Outcome.Kind.SUCCEEDED.code();
                    rows.cpuNanos()[0] = from + job;
                    rows.waitNanos()[0] = 10 * (from + job);
                    return new RunEvent.JobsFinished(0, 1, "local", rows);
                })
                .toList();
    }
}
