package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.advice.LoadAdvice;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.load.GeneratorFigures;
import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.load.LoadCounts;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.Samples;
import dev.manykitchens.report.run.AdviceEntry;
import dev.manykitchens.report.run.HostFacts;
import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Everything that people and machines read about loads, from made-up measurements.
class LoadTableTest {

    private static final LoadPlan PLAN =
            new LoadPlan(Rate.parse("200/s"), Duration.ofSeconds(10), OptionalInt.of(2), 1);
    private static final Latency MILLIS =
            new Latency(2_000, 0.013, 0.0121, 0.0250, 0.0453, 0.0611, 0.0702);
    private static final Latency MINUTES = new Latency(2_000, 50, 49, 80, 90, 95, 99);
    private static final Latency PROMPT = new Latency(2_000, 1e-5, 1e-5, 2e-5, 3e-5, 4e-5, 5e-5);

    private static final LoadedPool GOOD =
            pool(
                    "threads:4",
                    new LoadCounts(10, 2_000, 1_998, 0, 0),
                    new KeepingUp(KeepingUp.Answer.YES, 2_000, false, 0.001),
                    MILLIS,
                    new GeneratorFigures(PROMPT, 0.01));
    private static final LoadedPool BAD =
            pool(
                    "threads:1",
                    new LoadCounts(10, 2_000, 1_000, 0, 70),
                    new KeepingUp(KeepingUp.Answer.NO, 2_000, false, 4.5),
                    MINUTES,
                    new GeneratorFigures(PROMPT, 0.01));
    private static final LoadedPool FLOODED =
            pool(
                    "processes:1",
                    new LoadCounts(0.5, 10_100, 99, 0, 10_001),
                    new KeepingUp(KeepingUp.Answer.NO, 10_100, true, Double.NaN),
                    MINUTES,
                    new GeneratorFigures(PROMPT, 0.95));
    private static final LoadedPool DOUBTFUL =
            pool(
                    "threads:2",
                    new LoadCounts(10, 2_000, 1_990, 3, 2),
                    new KeepingUp(KeepingUp.Answer.UNCLEAR, 2_000, false, 0.2),
                    MILLIS,
                    new GeneratorFigures(MILLIS, 0.01));

    @Test
    void theTableSaysWhoKeepsUp() {
        assertThat(LoadTable.of(result(BAD, FLOODED, GOOD), Integer.MAX_VALUE))
                .isEqualToNormalizingNewlines(
                        """
                         pool        |  offered | completed | response p50 |     p90 |     p99 |   p99.9 |     max | service p50 | service p99 | in system at end | cancelled | keeps up
                        -------------+----------+-----------+--------------+---------+---------+---------+---------+-------------+-------------+------------------+-----------+----------
                         threads:4   |    200/s |     200/s |      12.1 ms | 25.0 ms | 45.3 ms | 61.1 ms | 70.2 ms |     12.1 ms |     45.3 ms |                2 |         0 | yes
                         processes:1 | 20,200/s |     198/s |        grows |   grows |   grows |   grows |   grows |     12.1 ms |     45.3 ms |           10,001 |    10,001 | no
                         threads:1   |    200/s |     100/s |        grows |   grows |   grows |   grows |   grows |     12.1 ms |     45.3 ms |            1,000 |        70 | no
                        """);
    }

    @Test
    void whatMattersStaysOnANarrowTerminal() {
        String narrow = LoadTable.of(result(GOOD, DOUBTFUL), 80);

        assertThat(narrow.lines()).allMatch(line -> line.length() <= 80);
        assertThat(narrow).contains("response p50", "p99", "keeps up", "failed", "unclear");
        assertThat(narrow).contains("Left out for want of room: service p99, service p50, p99.9");
    }

    @Test
    void aSentenceStatesWhatEachPoolDid() {
        assertThat(LoadWords.of(result(BAD, FLOODED, DOUBTFUL, GOOD)))
                .containsExactly(
                        "`threads:4` keeps up with 200/s: half of the jobs were back 12.1 ms after their intended start, 99 in 100 within 45.3 ms",
                        "it is not clear whether `threads:2` keeps up with 200/s: responses rose by more than they do far below its capacity, and less than they do above it; a longer --duration tells more",
                        "`processes:1` cannot keep up with 200/s: it completed 198/s, and was stopped after 500 ms, when 10,001 jobs had come and not ended",
                        "`threads:1` cannot keep up with 200/s: it completed 100/s, 1,000 jobs were in the system after 10.0 s, and the last tenth of the jobs took 4.50 s longer than the quickest tenth; that grows for as long as the load goes on, so no percentiles are given");
    }

    @Test
    void ofAFewJobsItIsSaidThatTheyAreFew() {
        LoadedPool few =
                pool(
                        "async",
                        new LoadCounts(10, 1, 1, 0, 0),
                        new KeepingUp(KeepingUp.Answer.UNCLEAR, 1, false, Double.NaN),
                        MILLIS,
                        new GeneratorFigures(PROMPT, 0.01));

        assertThat(LoadWords.of(few, PLAN))
                .isEqualTo(
                        "it is not clear whether `async` keeps up with 200/s: 1 job came, and fewer than 50 tell nothing; a longer --duration tells more");
        assertThat(LoadWords.of(new LoadedPool(few.pool(), Optional.empty()), PLAN))
                .isEqualTo("`async` had no load");
    }

    @Test
    void figuresThatSpeakOfTheGeneratorAreNamed() {
        assertThat(LoadNotes.of(result(GOOD, BAD))).isEmpty();
        assertThat(LoadNotes.of(result(DOUBTFUL)))
                .containsExactly(
                        "`threads:2`: 3 jobs failed; the times are those of the others",
                        "`threads:2`: 2 jobs had not ended 10s after no more came, and count with the time for which they had waited",
                        "`threads:2`: the generator of the load was late, by 12.1 ms for half of the jobs and 45.3 ms or more for 1 in 100; that is part of the responses, and not the pool's doing");
        assertThat(LoadNotes.of(result(FLOODED)))
                .containsExactly(
                        "`processes:1`: handing jobs in took 95 % of the time of the one thread that does it, so a higher rate would measure that thread");
    }

    @Test
    void ofAnInterruptedLoadNoWaitIsToldThatNeverWas() {
        LoadedPool cutShort =
                pool(
                        "threads:3",
                        new LoadCounts(1.5, 300, 298, 0, 2),
                        new KeepingUp(KeepingUp.Answer.UNCLEAR, 300, false, 0.2),
                        MILLIS,
                        new GeneratorFigures(PROMPT, 0.01));
        LoadedPool draining =
                pool(
                        "threads:4",
                        new LoadCounts(10, 2_000, 1_998, 0, 1),
                        new KeepingUp(KeepingUp.Answer.YES, 2_000, false, 0.001),
                        MILLIS,
                        new GeneratorFigures(PROMPT, 0.01));

        assertThat(
                        LoadNotes.of(
                                new LoadResult(
                                        Samples.batch("a", "b"),
                                        PLAN,
                                        List.of(cutShort, draining),
                                        true)))
                .containsExactly(
                        "`threads:3`: 2 jobs had not ended when the load was interrupted, and count with the time for which they had waited",
                        "`threads:4`: 1 job had not ended in the time that was left, and count with the time for which they had waited");
    }

    @Test
    void theFileHoldsNoAverageOverAGrowingQueue() {
        HostFacts host = Samples.HOST;
        RunFile written =
                RunFile.ofLoad(
                        result(BAD, GOOD),
                        Optional.of(Goal.parse("p99<50ms")),
                        host,
                        "0.1.0",
                        "kitchen compare",
                        Instant.EPOCH);
        RunFile run = RunFile.parse(written.toJson(), "test");

        AdviceEntry advice = Objects.requireNonNull(run.advice());
        assertThat(advice.pool()).isEqualTo("threads:4");
        assertThat(advice.goal()).isEqualTo("p99<50ms");
        assertThat(advice.goalMet()).isTrue();
        assertThat(advice.snippets()).isNotEmpty();
        assertThat(run.jobs()).isEqualTo(2);
        assertThat(run.comparison().rounds()).isZero();
        assertThat(run.verdict().words()).hasSize(2);
        assertThat(run.pools().getFirst().times()).isEmpty();
        LoadEntry bad = Objects.requireNonNull(run.pools().getFirst().load());
        assertThat(bad.keepsUp()).isEqualTo("no");
        assertThat(bad.completedPerSecond()).isEqualTo(100);
        assertThat(bad.inSystemAtEnd()).isEqualTo(1_000);
        assertThat(bad.response())
                .isEqualTo(new LoadEntry.LatencyEntry(2_000, null, null, null, null, null, 99.0));
        LoadEntry good = Objects.requireNonNull(run.pools().getLast().load());
        assertThat(good.keepsUp()).isEqualTo("yes");
        assertThat(good.response().p999()).isEqualTo(0.0611);
        assertThat(good.generatorLateP99()).isEqualTo(3e-5);
    }

    @Test
    void theCheapestPoolThatKeepsUpIsAdvised() {
        LoadedPool async =
                pool(
                        "async",
                        new LoadCounts(10, 2_000, 1_998, 0, 0),
                        new KeepingUp(KeepingUp.Answer.YES, 2_000, false, 0.001),
                        new Latency(2_000, 0.02, 0.02, 0.03, 0.0601, 0.07, 0.08),
                        new GeneratorFigures(PROMPT, 0.01));
        LoadResult result = result(BAD, GOOD, async, DOUBTFUL);

        assertThat(advice(result, Optional.empty()))
                .isEqualTo(
                        "Take `async`: it keeps up with 200/s, and none that was shown to costs less.");
        assertThat(advice(result, Optional.of(Goal.parse("p99<50ms"))))
                .isEqualTo(
                        "Take `threads:4`: it keeps up with 200/s and keeps p99<50ms with 45.3 ms, and none that was shown to costs less.");
        assertThat(advice(result, Optional.of(Goal.parse("max<1ms"))))
                .isEqualTo(
                        "No pool that keeps up with 200/s keeps max<1ms; `threads:4` comes closest with 70.2 ms.");
        assertThat(LoadAdvice.of(result(BAD, DOUBTFUL), Optional.empty(), 2)).isEmpty();
    }

    private static String advice(LoadResult result, Optional<Goal> goal) {
        return AdviceWords.sentence(LoadAdvice.of(result, goal, 2).orElseThrow(), PLAN);
    }

    private static LoadResult result(LoadedPool... pools) {
        return new LoadResult(Samples.batch("a", "b"), PLAN, List.of(pools), false);
    }

    private static LoadedPool pool(
            String spec,
            LoadCounts counts,
            KeepingUp keepingUp,
            Latency response,
            GeneratorFigures generator) {
        return new LoadedPool(
                new PoolMeasurement(
                        spec,
                        PoolSpec.parse(spec),
                        OptionalInt.of(1),
                        Duration.ZERO,
                        new WarmUpOutcome(2, Optional.empty(), OptionalLong.empty(), 0, 0),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.of(
                        new LoadMeasurement(
                                counts, keepingUp, response, MILLIS, generator, List.of())));
    }
}
