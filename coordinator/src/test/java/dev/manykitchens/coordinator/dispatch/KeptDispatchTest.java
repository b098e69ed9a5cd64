package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// What the dispatcher's hands do while the disk is at work, which a test moves by hand.
class KeptDispatchTest {

    private static final int JOBS = 4;

    /// A whole number, and the times of its job, take so much at most.
    private static final long RESULT_BYTES = 10 + 6 * Long.BYTES;

    private static final Outcome.Failed FULL =
            new Outcome.Failed("the disk is full", Origin.ofNobody());

    private long now = 1_000_000_000;
    private final Deque<Runnable> forces = new ArrayDeque<>();
    private final Deque<List<Written>> entries = new ArrayDeque<>();
    private final RecordedEvents events = new RecordedEvents();
    private final RecordedSupply supply = new RecordedSupply();
    private final DispatchDriver driver =
            new DispatchDriver(
                    DispatchOptions.DEFAULTS.withPrefetch(0).withChunks(Duration.ofMillis(1), 1),
                    Map.of(),
                    events,
                    Runnable::run,
                    supply,
                    () -> now,
                    Optional.of(
                            new DispatchDriver.Kept(
                                    new KeptSteps(
                                            (entry, onForced) -> {
                                                entries.add(entry);
                                                forces.add(onForced);
                                            },
                                            new ResultsRoom(RESULT_BYTES)),
                                    InstantSource.system(),
                                    _ -> {})));
    private final FakeLink worker = new FakeLink();
    private final Heard heard = new Heard();

    @Test
    void nothingIsGivenOutBeforeItsBatchIsOnDisk() {
        join();
        forceAll();
        assertThat(worker.told).containsExactly("welcome w1");

        submit();
        assertThat(forces).hasSize(1);
        assertThat(worker.assigned).isEmpty();
        forceAll();
        assertThat(worker.assigned).hasSize(1);
    }

    @Test
    void nothingIsGivenToAWorkerThatIsNotOnDisk() {
        submit();
        forceAll();
        join();
        assertThat(worker.told).isEmpty();
        forceAll();
        assertThat(worker.told).containsExactly("welcome w1", "assign 1 and what the batch is");
    }

    @Test
    void theNextJobIsGivenOutWhileTheResultOfTheLastOneIsOnItsWayToTheDisk() {
        join();
        submit();
        forceAll();

        report(worker.assigned.getFirst(), 1);
        assertThat(worker.assigned).extracting(Command.Assign::first).containsExactly(0, 1);
        assertThat(heard.results).isZero();

        report(worker.assigned.get(1), 2);
        assertThat(worker.assigned).extracting(Command.Assign::first).containsExactly(0, 1, 2);
        assertThat(heard.results).isZero();

        entries.clear();
        forces.removeFirst().run();
        assertThat(heard.results).isEqualTo(1);
        // One entry has all that was decided meanwhile, the lease of the job that runs too.
        assertThat(entries.getFirst().stream().flatMap(written -> written.facts().stream()))
                .hasAtLeastOneElementOfType(Fact.JobsReported.class)
                .hasAtLeastOneElementOfType(Fact.LeaseGiven.class);
        forceAll();
        assertThat(heard.results).isEqualTo(2);
    }

    @Test
    void aWorkerSendsItsNextResultsOnceTheOnesBeforeAreOnDiskWhenThereAreManyOnTheirWay() {
        join();
        submit();
        forceAll();
        int acknowledged = worker.acknowledged;

        report(worker.assigned.getFirst(), 1);
        assertThat(worker.acknowledged).isEqualTo(acknowledged + 1);
        report(worker.assigned.get(1), 2);
        assertThat(worker.acknowledged).as("there is no room").isEqualTo(acknowledged + 1);

        forces.removeFirst().run();
        assertThat(worker.acknowledged).as("not on disk yet").isEqualTo(acknowledged + 1);
        forceAll();
        assertThat(worker.acknowledged).isEqualTo(acknowledged + 2);
        report(worker.assigned.get(2), 3);
        assertThat(worker.acknowledged).as("there is room again").isEqualTo(acknowledged + 3);
    }

    @Test
    void aWorkerThatIsHeldBackIsNotTakenForSilent() {
        join();
        submit();
        forceAll();
        report(worker.assigned.getFirst(), 1);
        report(worker.assigned.get(1), 2);

        // The disk takes longer than a silent worker is waited for.
        waitTenSeconds();
        forceAll();
        assertThat(supply.said).doesNotContain("w1 given up");
        assertThat(heard.results).isEqualTo(2);

        // From then on it could be heard, and is not.
        waitTenSeconds();
        forceAll();
        assertThat(supply.said).contains("w1 given up");
    }

    private void waitTenSeconds() {
        for (int second = 0; second < 10; second++) {
            now += 1_000_000_000;
            driver.tick();
        }
    }

    @Test
    void aWorkerForgetsResultsOnceTheyAreOnDisk() {
        join();
        submit();
        forceAll();
        report(worker.assigned.getFirst(), 1);

        beat();
        assertThat(worker.resultsHeard).isZero();
        forceAll();
        beat();
        assertThat(worker.resultsHeard).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBatchIsToldOfOnceWhenNothingCanBeWrittenAnyMore(boolean onDisk) {
        submit();
        if (onDisk) {
            forceAll();
        }
        driver.stop(FULL.message());
        driver.endEverything(FULL);

        assertToldOnce(JOBS, JOBS);
        assertThat(heard.failed).isEqualTo(JOBS);
    }

    @Test
    void aBatchThatComesWhenNothingCanBeWrittenAnyMoreIsToldOf() {
        driver.stop(FULL.message());
        driver.endEverything(FULL);
        submit();

        assertToldOnce(JOBS, JOBS);
        assertThat(heard.failed).isEqualTo(JOBS);
    }

    @Test
    void aBatchThatGoesOnWhenNothingCanBeWrittenAnyMoreIsToldOf() {
        driver.stop(FULL.message());
        BitSet succeeded = new BitSet();
        succeeded.set(0);
        Batch batch = batch();
        Submission submission =
                new Submission(
                        new BatchTold(batch, 0, Map.of()), 0, false, succeeded, Claim.NONE, heard);
        driver.goOn(
                new OpenWork.UnfinishedBatch(
                        new Input.BatchSubmitted(
                                1, batch.recipe().name(), JOBS, 3, 10, 0, false, false, 0),
                        succeeded,
                        new BitSet(),
                        1,
                        List.of(),
                        List.of()),
                LiveBatch.begun(1, submission, now, 1));

        assertToldOnce(JOBS, JOBS - 1);
        assertThat(heard.failed).isEqualTo(JOBS - 1);
    }

    private void assertToldOnce(int jobs, int failed) {
        assertThat(events.all(RunEvent.BatchSubmitted.class))
                .singleElement()
                .satisfies(told -> assertThat(told.jobs()).isEqualTo(jobs));
        assertThat(events.all(RunEvent.JobsFinished.class))
                .extracting(told -> told.jobs().size())
                .satisfies(sizes ->
                        assertThat(sizes.stream().mapToInt(Integer::intValue).sum())
                                .isEqualTo(jobs));
        assertThat(events.all(RunEvent.BatchFinished.class))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.failed()).isEqualTo(failed);
                    assertThat(told.succeeded()).isEqualTo(jobs - failed);
                });
    }

    private void beat() {
        driver.conversation()
                .said(
                        worker,
                        new WorkerMessage.Beat(
                                List.of(), 0, 0, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty()),
                        now);
    }

    private void join() {
        supply.known.add("w1");
        driver.membership().joined(worker, new WorkerHello("w1", "here", 42, 1, List.of()));
        driver.conversation().said(worker, new WorkerMessage.CreditsTotal(1), now);
    }

    private void submit() {
        LiveBatch live = new LiveBatch(1, Submission.local(batch(), 0, false, heard), now);
        driver.submit(live, 10, () -> {});
    }

    private Batch batch() {
        return new Batch(
                RecipeBook.load(getClass().getClassLoader()).get("echo_integer"),
                Columns.of(Column.ofLongs(LongStream.range(0, JOBS).toArray())),
                BatchOptions.DEFAULTS);
    }

    private void report(Command.Assign assign, long sequence) {
        now += 1_000_000;
        long[] times = new long[assign.count()];
        driver.conversation()
                .said(
                        worker,
                        new WorkerMessage.ResultsSent(
                                assign.lease(),
                                assign.first(),
                                assign.count(),
                                Column.ofLongs(new long[assign.count()]),
                                List.of(),
                                new JobTimes(times, 0, times, times, times, times, times),
                                List.of(),
                                now,
                                now,
                                1 + sequence,
                                sequence),
                        now);
    }

    private void forceAll() {
        while (!forces.isEmpty()) {
            forces.removeFirst().run();
        }
    }

    /// Who wants the outcomes.
    private static final class Heard implements BatchListener {
        private int results;
        private int failed;

        @Override
        public void succeeded(int first, Column column) {
            results += column.size();
        }

        @Override
        public void ended(int job, Outcome outcome) {
            if (!outcome.equals(FULL)) {
                throw new AssertionError("no job may end otherwise, was told " + outcome);
            }
            failed++;
        }
    }
}
