package dev.manykitchens.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// The rule on generated queues, jobs coming at 1 a second: how often each answer is given.
class KeepingUpTest {

    private static final int RUNS = 500;
    private static final int JOBS = 2_000;

    private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(11);
    private final ZigguratSampler.Exponential exponential =
            ZigguratSampler.Exponential.of(random, 1);

    /// Service times with a mean of 1, and their squared coefficient of variation.
    private enum Services {
        CONSTANT(0),
        VARYING(1);

        private final double variation;

        Services(double variation) {
            this.variation = variation;
        }
    }

    @Test
    void halfOfTheCapacityIsKeptUpWith() {
        assertThat(answers(0.5, 1, Services.CONSTANT)).containsOnlyKeys(KeepingUp.Answer.YES);
        assertThat(answers(0.5, 1, Services.VARYING)).containsOnlyKeys(KeepingUp.Answer.YES);
        assertThat(answers(0.5, 8, Services.VARYING)).containsOnlyKeys(KeepingUp.Answer.YES);
    }

    @Test
    void aFifthMoreThanTheCapacityIsNot() {
        assertThat(share(answers(1.2, 1, Services.CONSTANT), KeepingUp.Answer.NO))
                .isGreaterThan(0.97);
        assertThat(share(answers(1.2, 1, Services.VARYING), KeepingUp.Answer.NO))
                .isGreaterThan(0.97);
        assertThat(share(answers(1.2, 8, Services.VARYING), KeepingUp.Answer.NO))
                .isGreaterThan(0.97);
        assertThat(answers(1.2, 1, Services.VARYING)).doesNotContainKey(KeepingUp.Answer.YES);
    }

    @Test
    void nearlyAllOfTheCapacityIsNotCalledWithCertainty() {
        Map<KeepingUp.Answer, Integer> answers = answers(0.98, 1, Services.VARYING);

        assertThat(share(answers, KeepingUp.Answer.UNCLEAR)).isGreaterThan(0.9);
        assertThat(share(answers, KeepingUp.Answer.NO)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void onTheBorderlineEachAnswerIsGivenOnceInAHundredRuns(int servers) {
        // This is where the two constants come from. 2.6 % is the 99.9 % quantile of 500 runs.
        for (Services services : Services.values()) {
            Map<KeepingUp.Answer, Integer> answers = answers(1.0, servers, services);

            assertThat(share(answers, KeepingUp.Answer.YES)).isLessThan(0.026);
            assertThat(share(answers, KeepingUp.Answer.NO)).isLessThan(0.026);
        }
    }

    @Test
    void theRuleIsNotWiderThanItNeedsToBe() {
        Map<KeepingUp.Answer, Integer> four = new EnumMap<>(KeepingUp.Answer.class);
        for (int i = 0; i < 4; i++) {
            answers(1.0, 1, Services.CONSTANT)
                    .forEach((answer, n) -> four.merge(answer, n, Integer::sum));
        }

        assertThat(four.getOrDefault(KeepingUp.Answer.YES, 0)).isBetween(6, 40);
        assertThat(four.getOrDefault(KeepingUp.Answer.NO, 0)).isBetween(4, 40);
    }

    @Test
    void aLongerRunKnowsMore() {
        Map<KeepingUp.Answer, Integer> answers = new EnumMap<>(KeepingUp.Answer.class);
        for (int run = 0; run < 50; run++) {
            answers.merge(
                    queue(0.9, 1, 20_000, Services.VARYING).judged(1).answer(), 1, Integer::sum);
        }

        assertThat(answers.get(KeepingUp.Answer.YES)).isGreaterThan(45);
        assertThat(answers).doesNotContainKey(KeepingUp.Answer.NO);
    }

    @Test
    void jobsThatShareTheCoresAreJudgedLikeJobsInAQueue() {
        // Nobody waits there, everybody becomes slower.
        assertThat(sharing(0.5).judged(1).answer()).isEqualTo(KeepingUp.Answer.YES);
        assertThat(sharing(1.3).judged(1).answer()).isEqualTo(KeepingUp.Answer.NO);
    }

    @Test
    void manyLongJobsAtATimeAreNoBacklog() {
        // At 20 jobs a second, each takes ten seconds, and all run side by side.
        double[] tenSeconds = new double[JOBS];
        Arrays.fill(tenSeconds, 10);

        assertThat(KeepingUp.judge(20, tenSeconds, 0, new KeepingUp.Backlog(100, 200)).answer())
                .isEqualTo(KeepingUp.Answer.YES);
    }

    @Test
    void aHiccupIsNoOverload() {
        double[] responses = new double[JOBS];
        Arrays.fill(responses, 0.1);
        // The machine stood still when the load was nearly over.
        Arrays.fill(responses, JOBS - JOBS / 10, JOBS, 300);
        double[] recovered = new double[JOBS];
        Arrays.fill(recovered, 0.1);
        Arrays.fill(recovered, JOBS / 2, JOBS / 2 + 300, 300);

        assertThat(run(recovered).judged(0).answer()).isEqualTo(KeepingUp.Answer.UNCLEAR);
        KeepingUp late = run(responses).judged(0);
        assertThat(late.rise()).isGreaterThan(299);
        assertThat(late.answer()).isEqualTo(KeepingUp.Answer.UNCLEAR);
    }

    @Test
    void jobsThatWereAllWatchedToTheirEndAreJudgedTheSame() {
        for (double load : new double[] {0.5, 1, 1.3}) {
            Run run = queue(load, 1, JOBS, Services.VARYING);

            assertThat(KeepingUp.ofJobs(1, 1, nanos(run.arrivals), nanos(run.responses), 1))
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1, Double.class)
                    .isEqualTo(run.judged(1));
        }
        assertThat(KeepingUp.ofJobs(1, 1, new long[0], new long[0], 1).answer())
                .isEqualTo(KeepingUp.Answer.UNCLEAR);
    }

    private static long[] nanos(double[] seconds) {
        return Arrays.stream(seconds).mapToLong(time -> Math.round(time * 1e9)).toArray();
    }

    @Test
    void ofAFewJobsNothingIsSaid() {
        double[] growing = new double[KeepingUp.FEWEST_JOBS - 1];
        Arrays.setAll(growing, job -> 100.0 * job);

        assertThat(run(growing).judged(0).answer()).isEqualTo(KeepingUp.Answer.UNCLEAR);
        assertThat(run(growing).judged(0).rise()).isNaN();
    }

    private Map<KeepingUp.Answer, Integer> answers(double load, int servers, Services services) {
        Map<KeepingUp.Answer, Integer> answers = new EnumMap<>(KeepingUp.Answer.class);
        for (int run = 0; run < RUNS; run++) {
            KeepingUp judged = queue(load, servers, JOBS, services).judged(services.variation);
            answers.merge(judged.answer(), 1, Integer::sum);
        }
        return answers;
    }

    private static double share(Map<KeepingUp.Answer, Integer> answers, KeepingUp.Answer answer) {
        return answers.getOrDefault(answer, 0) / (double) RUNS;
    }

    /// When jobs came, and how long each took.
    private record Run(double[] arrivals, double[] responses) {

        private KeepingUp judged(double variation) {
            double end = arrivals[arrivals.length - 1];
            return KeepingUp.judge(
                    1,
                    responses,
                    variation,
                    new KeepingUp.Backlog(inSystem(end / 2), inSystem(end)));
        }

        private int inSystem(double time) {
            return (int)
                    IntStream.range(0, arrivals.length)
                            .filter(job ->
                                    arrivals[job] <= time && arrivals[job] + responses[job] > time)
                            .count();
        }
    }

    /// Jobs that come one after the other, each after a unit of time.
    private static Run run(double... responses) {
        return new Run(IntStream.range(0, responses.length).asDoubleStream().toArray(), responses);
    }

    private double service(Services services) {
        return switch (services) {
            case CONSTANT -> 1;
            case VARYING -> exponential.sample();
        };
    }

    /// The responses of jobs that come at random, one queue before some servers.
    private Run queue(double load, int servers, int jobs, Services services) {
        PriorityQueue<Double> freeAt = new PriorityQueue<>();
        for (int server = 0; server < servers; server++) {
            freeAt.add(0.0);
        }
        double[] responses = new double[jobs];
        double[] arrived = new double[jobs];
        double now = 0;
        for (int job = 0; job < jobs; job++) {
            now += exponential.sample();
            double end = Math.max(now, freeAt.remove()) + load * servers * service(services);
            freeAt.add(end);
            arrived[job] = now;
            responses[job] = end - now;
        }
        return new Run(arrived, responses);
    }

    /// The responses of jobs that come at random and share one core evenly.
    private Run sharing(double load) {
        double[] responses = new double[JOBS];
        double[] arrived = new double[JOBS];
        // Everybody gets the same, so a job ends when so much was served since it came.
        PriorityQueue<double[]> running = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
        double now = 0;
        double served = 0;
        int next = 0;
        double nextArrival = exponential.sample();
        while (next < JOBS || !running.isEmpty()) {
            double[] first = running.peek();
            double ends =
                    first == null
                            ? Double.POSITIVE_INFINITY
                            : now + (first[0] - served) * running.size();
            if (next < JOBS && nextArrival < ends) {
                served += running.isEmpty() ? 0 : (nextArrival - now) / running.size();
                now = nextArrival;
                arrived[next] = now;
                running.add(new double[] {served + load * service(Services.VARYING), next});
                next++;
                nextArrival = now + exponential.sample();
            } else {
                double[] ended = running.remove();
                now = ends;
                served = ended[0];
                int job = (int) ended[1];
                responses[job] = now - arrived[job];
            }
        }
        return new Run(arrived, responses);
    }

    @Test
    void burstsAreJudgedAsWholes() {
        // Ten bursts of 20, whose last jobs wait for the others: a queue that is empty in between.
        double[] settled = new double[200];
        double[] growing = new double[200];
        for (int job = 0; job < 200; job++) {
            settled[job] = job % 20;
            int burst = job / 20;
            growing[job] = job % 20 + 10.0 * burst;
        }
        KeepingUp.Backlog none = new KeepingUp.Backlog(0, 0);

        assertThat(KeepingUp.judgeBursts(20, 1, settled, 0, none).answer())
                .isEqualTo(KeepingUp.Answer.YES);
        assertThat(KeepingUp.judgeBursts(20, 1, growing, 0, new KeepingUp.Backlog(40, 90)).answer())
                .isEqualTo(KeepingUp.Answer.NO);
        assertThat(KeepingUp.judgeBursts(50, 1, settled, 0, none).answer())
                .isEqualTo(KeepingUp.Answer.UNCLEAR);
    }
}
