package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.Cooking.copies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Who gets which jobs when several kitchens share them.
class DispatchedKitchensTest {

    private final RecordingSink events = new RecordingSink();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    processes:2   | 0 w1 0, 0 w2 1, 100 w1 2, 100 w2 3, 200 w1 4
                    processes:1x2 | 0 w1 0, 0 w1 1, 100 w1 2, 100 w1 3, 200 w1 4
                    """)
    void longJobsAreGivenOneByOneToWhoeverIsFree(String spec, String transcript) {
        SimulatedRun run = run(spec, copies(5, "wait", "100ms"));

        assertThat(transcript()).isEqualTo(transcript);
        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(300));
        assertThat(millis(run.times().delivered())).containsExactly(100L, 100L, 200L, 200L, 300L);
    }

    @Test
    void aWorkerThatIsDoneEarlierGetsTheNextJob() {
        TestRecipe recipe =
                new TestRecipe(
                        (job, _) -> List.of(Step.waitFor(Duration.ofMillis(job == 0 ? 90 : 30))),
                        (job, _) -> job);
        SimulatedRun run = run("processes:2", recipe.batch(5));

        assertThat(transcript()).isEqualTo("0 w1 0, 0 w2 1, 30 w2 2, 60 w2 3, 90 w1 4");
        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(120));
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes:2", "processes:1x2", "processes:3x2"})
    void chunksOfTinyJobsGrowAndTheirResultsComeTogether(String spec) {
        SimulatedRun run = run(spec, copies(5_000, "wait", "10us"));
        List<RunEvent.ChunkAssigned> chunks = events.events(RunEvent.ChunkAssigned.class);
        JobColumns times = run.times();

        assertThat(chunks.getFirst().count()).isEqualTo(1);
        assertThat(chunks.stream().mapToInt(RunEvent.ChunkAssigned::count).max().orElseThrow())
                .isGreaterThan(20);
        assertThat(chunks.stream().mapToInt(RunEvent.ChunkAssigned::count).sum()).isEqualTo(5_000);
        for (RunEvent.ChunkAssigned chunk : chunks) {
            int last = chunk.first() + chunk.count() - 1;
            for (int job = chunk.first(); job <= last; job++) {
                assertThat(times.assigned()[job]).isEqualTo(chunk.atNanos());
                assertThat(times.delivered()[job]).isEqualTo(times.finished()[last]);
                assertThat(times.started()[job])
                        .isEqualTo(
                                job == chunk.first()
                                        ? times.started()[job]
                                        : times.finished()[job - 1]);
            }
        }
    }

    @Test
    void noThreadRunsTwoJobsAtATime() {
        SimulatedRun run = run("processes:2x3", copies(600, "wait", "10us"));

        assertThat(run.elapsedNanos()).isGreaterThanOrEqualTo(600 / 6 * 10_000);
        for (String worker : List.of("w1", "w2")) {
            assertThat(mostAtATime(worker)).isEqualTo(3);
        }
    }

    @Test
    void aJobThatFailsIsAnOutcomeAndTheOthersGoOn() {
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    if (job % 3 == 0) {
                        throw new IllegalStateException("burnt " + job);
                    }
                    return job;
                });
        SimulationOptions options = SimulationOptions.onCores(2).makingResults().withEvents(events);
        SimulatedRun run = Cooking.run("processes:2x2", options, recipe.batch(1_000));

        assertThat(run.outcomes().get(3).describe()).contains("burnt 3");
        assertThat(run.outcomes().get(4).describe()).isEqualTo("4");
        assertThat(run.outcomes().stream().filter(o -> o.kind() == Outcome.Kind.FAILED))
                .hasSize(334);
        assertThat(events.events(RunEvent.JobFailed.class)).hasSize(334);
        assertThat(events.events(RunEvent.BatchFinished.class))
                .singleElement()
                .satisfies(end -> assertThat(end.failed()).isEqualTo(334))
                .satisfies(end -> assertThat(end.succeeded()).isEqualTo(666));
        assertThat(endsOfEachJob(1_000)).containsOnly(1);
    }

    @Test
    void twoThousandWorkersEndEachOfAHundredThousandJobsOnce() {
        int[] ends = new int[100_000];
        Set<String> workers = new HashSet<>();
        SimulationOptions counting =
                SimulationOptions.onCores(4)
                        .withEvents(event -> {
                            if (event instanceof RunEvent.JobsFinished finished) {
                                workers.add(finished.worker());
                                for (int job : finished.jobs().job()) {
                                    ends[job]++;
                                }
                            }
                        });
        SimulatedRun run = Cooking.run("processes:2000", counting, copies(100_000, "wait", "1ms"));

        assertThat(IntStream.of(ends).allMatch(count -> count == 1)).isTrue();
        assertThat(run.outcomes()).allMatch(outcome -> outcome.kind() == Outcome.Kind.SUCCEEDED);
        assertThat(run.elapsed()).isBetween(Duration.ofMillis(50), Duration.ofMillis(60));
        assertThat(workers).hasSize(2_000);
    }

    private SimulatedRun run(String spec, Batch batch) {
        return Cooking.run(spec, SimulationOptions.onCores(4).withEvents(events), batch);
    }

    private String transcript() {
        return String.join(
                ", ",
                events.events(RunEvent.ChunkAssigned.class).stream()
                        .map(chunk ->
                                IntStream.range(chunk.first(), chunk.first() + chunk.count())
                                        .mapToObj(String::valueOf)
                                        .reduce(
                                                chunk.atNanos() / 1_000_000 + " " + chunk.worker(),
                                                (line, job) -> line + " " + job))
                        .toList());
    }

    private int[] endsOfEachJob(int jobs) {
        int[] ends = new int[jobs];
        for (RunEvent.JobsFinished finished : events.events(RunEvent.JobsFinished.class)) {
            for (int row = 0; row < finished.jobs().size(); row++) {
                ends[finished.jobs().job()[row]]++;
            }
        }
        return ends;
    }

    /// The most jobs of a worker that had begun and not ended at the begin of one of them.
    private long mostAtATime(String worker) {
        List<long[]> spans =
                events.events(RunEvent.JobsFinished.class).stream()
                        .filter(finished -> finished.worker().equals(worker))
                        .flatMap(finished ->
                                IntStream.range(0, finished.jobs().size())
                                        .mapToObj(row ->
                                                new long[] {
                                                    finished.jobs().started()[row],
                                                    finished.jobs().finished()[row]
                                                }))
                        .toList();
        return spans.stream()
                .mapToLong(at -> spans.stream().filter(s -> s[0] <= at[0] && at[0] < s[1]).count())
                .max()
                .orElseThrow();
    }

    private static List<Long> millis(long... nanos) {
        return IntStream.range(0, nanos.length).mapToObj(i -> nanos[i] / 1_000_000).toList();
    }
}
