package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The dispatcher's hands, with workers that are lists and a clock that is moved.
class DispatchDriverTest {

    private static final long MILLI = 1_000_000;

    private long now = 1_000 * MILLI;
    private final RecordedEvents events = new RecordedEvents();
    private final RecordedSupply supply = new RecordedSupply();
    private final DispatchDriver driver =
            new DispatchDriver(
                    DispatchOptions.DEFAULTS.withResources(Map.of("press", ResourceSpec.shared(1))),
                    Map.of("press", ResourceSpec.shared(1)),
                    events,
                    Runnable::run,
                    supply,
                    () -> now,
                    Optional.empty());

    @Test
    void aBatchGoesOutInChunksAndComesBackAsValues() {
        FakeLink w1 = join("w1", 1, 2);
        Submitted batch = submit(1, 3);

        while (!batch.isDone()) {
            finish(w1, w1.assigned.removeFirst());
        }

        assertThat(batch.result().objects()).containsExactly(0L, 100L, 200L);
        assertThat(w1.told).startsWith("welcome w1", "assign 1 and what the batch is");
        assertThat(w1.told).contains("assign 2").endsWith("end batch 1");
        assertThat(events.finished()).allMatch(rows -> rows.size() > 0);
    }

    @Test
    void whoIsGivenAWholeBatchIsNotToldThatItHasEnded() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 1);

        finish(w1, w1.assigned.removeFirst());

        assertThat(batch.isDone()).isTrue();
        assertThat(w1.told).contains("assign 1 and all that there is of the batch");
        assertThat(w1.told).doesNotContain("end batch 1");
    }

    @Test
    void aJobThatHadEndedBeforeItsBatchWasHandedInAgainIsToldApartFromOneThatIsCancelled() {
        Batch batch = batch(3);
        BitSet before = new BitSet();
        before.set(1);
        BatchTold told = new BatchTold(batch, 0, Map.of());
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, 3);
        driver.submit(
                new LiveBatch(
                        1, new Submission(told, 0, false, before, Claim.NONE, collector), now),
                10,
                () -> {});
        // A submission keeps bits of its own.
        before.clear();

        driver.cancel(1, 1);
        driver.cancel(1, 2);

        assertThat(events.finished()).extracting(rows -> rows.attempt()[0]).containsExactly(0, 1);
        assertThat(events.finished()).extracting(rows -> rows.job()[0]).containsExactly(1, 2);
    }

    private static Batch batch(int jobs) {
        Recipe recipe =
                RecipeBook.load(DispatchDriverTest.class.getClassLoader()).get("echo_integer");
        return new Batch(
                recipe,
                Columns.of(Column.ofLongs(LongStream.range(0, jobs).toArray())),
                BatchOptions.DEFAULTS);
    }

    @Test
    void heartbeatsAreAsFrequentAsTheLeaseSettingsNeed() {
        Greeting usual = greeting(driver);
        Greeting hasty =
                greeting(
                        driver(
                                DispatchOptions.DEFAULTS.withSilence(
                                        Duration.ofMillis(600), Duration.ofMillis(1500))));
        Greeting patient =
                greeting(
                        driver(
                                DispatchOptions.DEFAULTS.withSilence(
                                        Duration.ofSeconds(20), Duration.ofSeconds(60))));

        assertThat(usual.heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(usual.silence()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hasty.heartbeat()).isEqualTo(Duration.ofMillis(150));
        assertThat(hasty.silence()).isEqualTo(Duration.ofSeconds(3));
        assertThat(patient.heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(patient.silence()).isEqualTo(Duration.ofSeconds(10));
    }

    private Greeting greeting(DispatchDriver of) {
        FakeLink link = new FakeLink();
        supply.known.add("w1");
        of.membership().joined(link, new WorkerHello("w1", "here", 42, 1, List.of()));
        return link.greetings.getFirst();
    }

    private DispatchDriver driver(DispatchOptions options) {
        return new DispatchDriver(
                options, Map.of(), events, Runnable::run, supply, () -> now, Optional.empty());
    }

    @Test
    void theJobsOfASilentWorkerRunElsewhereAndItsLateResultsAreDropped() {
        FakeLink silent = join("w1", 1, 1);
        Submitted batch = submit(1, 1);
        Command.Assign lost = silent.assigned.getFirst();

        FakeLink other = join("w2", 1, 1);
        for (int beat = 0; beat < 12; beat++) {
            now += 500 * MILLI;
            driver.conversation().said(other, beat(List.of()), now);
            driver.tick();
        }

        assertThat(silent.told).anyMatch(told -> told.startsWith("abort silent for"));
        assertThat(supply.said).contains("w1 given up");
        assertThat(events.changesTo(WorkerState.LOST))
                .extracting(RunEvent.WorkerChanged::worker)
                .containsExactly("w1");
        finish(silent, lost);
        assertThat(batch.isDone()).isFalse();
        finish(other, other.assigned.getFirst());
        assertThat(batch.result().objects()).containsExactly(0L);
        assertThat(events.requeued()).isEqualTo(1);
    }

    @Test
    void aLeaseThatHeartbeatsDoNotNameExpiresThoughItsWorkerLives() {
        // The assignment was lost on its way: the worker is there and knows nothing of it.
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 1);
        Command.Assign first = w1.assigned.getFirst();

        for (int beat = 0; beat < 11; beat++) {
            now += 500 * MILLI;
            driver.conversation().said(w1, beat(List.of()), now);
            driver.tick();
        }

        assertThat(w1.assigned).hasSize(2);
        Command.Assign second = w1.assigned.get(1);
        assertThat(second.lease()).isGreaterThan(first.lease());
        finish(w1, first);
        assertThat(events.all(RunEvent.ResultsDropped.class)).hasSize(1);
        finish(w1, second);
        assertThat(batch.result().objects()).containsExactly(0L);
    }

    @Test
    void heartbeatsKeepALeaseForAsLongAsTheJobTakes() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 1);
        Command.Assign assign = w1.assigned.getFirst();

        for (int beat = 0; beat < 120; beat++) {
            now += 500 * MILLI;
            driver.conversation().said(w1, beat(List.of(assign.lease())), now);
            driver.tick();
        }
        finish(w1, assign);

        assertThat(batch.result().objects()).containsExactly(0L);
        assertThat(w1.assigned).hasSize(1);
    }

    @Test
    void whoIsInLineIsToldWithTheResourcesThatAreKnownHere() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted _ = submit(1, 1);
        Command.Assign assign = w1.assigned.getFirst();
        long[] leases = {assign.lease(), assign.lease(), assign.lease(), 999};
        byte waits = JobStage.RESOURCE.code();

        driver.conversation()
                .said(
                        w1,
                        new WorkerMessage.Beat(
                                List.of(assign.lease()),
                                now,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                Optional.empty(),
                                Optional.of(
                                        new WorkerMessage.Progress(
                                                leases,
                                                new int[] {0, 0, 0, 0},
                                                new long[] {5, 5, 5, 5},
                                                new byte[] {
                                                    waits, waits, JobStage.CPU.code(), waits
                                                },
                                                new String[] {"press", "invented", "", "press"},
                                                4))),
                        now);

        RunEvent.JobsInProgress told = events.all(RunEvent.JobsInProgress.class).getFirst();
        assertThat(told.jobs().resource()).containsExactly("press", "", "");
        assertThat(told.inAll()).isEqualTo(3);
    }

    @Test
    void resultsThatTakeLongToComeCostTheirWorkerNoLease() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 1);
        Command.Assign assign = w1.assigned.getFirst();
        driver.conversation().said(w1, beat(List.of(assign.lease())), now);

        for (int part = 0; part < 20; part++) {
            now += 500 * MILLI;
            driver.conversation().heard(w1);
            driver.tick();
        }
        finish(w1, assign);

        assertThat(batch.result().objects()).containsExactly(0L);
        assertThat(w1.assigned).hasSize(1);
        // Its heartbeats wait behind its results: it is told all the same that it is heard.
        assertThat(w1.told).filteredOn(told -> told.equals("echo 0")).hasSize(21);
    }

    @Test
    void aBrokenStreamIsTheSuppliersCaseUntilItTellsTheLastWords() {
        FakeLink w1 = join("w1", 1, 1);
        FakeLink w2 = join("w2", 1, 1);
        Submitted batch = submit(1, 1);
        FakeLink holder = w1.assigned.isEmpty() ? w2 : w1;
        FakeLink spare = holder == w1 ? w2 : w1;
        String name = holder == w1 ? "w1" : "w2";

        driver.membership().ended(holder, Optional.of("its connection ended"));
        assertThat(supply.said).contains(name + " stream broke");
        assertThat(spare.assigned).isEmpty();
        driver.membership().gone(name, "was killed by SIGKILL (exit code 137)");

        assertThat(events.changesTo(WorkerState.LOST))
                .singleElement()
                .satisfies(change -> assertThat(change.reason()).contains("SIGKILL"));
        finish(spare, spare.assigned.getFirst());
        assertThat(batch.result().objects()).containsExactly(0L);
    }

    @Test
    void aWorkerThatItsPoolKilledIsNoLossAndCostsItsJobsNoAttempt() {
        FakeLink w1 = join("w1", 1, 1);
        submit(1, 1);
        assertThat(w1.assigned).hasSize(1);

        driver.membership().ended(w1, Optional.of("its connection ended"));
        driver.membership().dismissed("w1");

        assertThat(events.changesTo(WorkerState.LOST)).isEmpty();
        assertThat(events.changesTo(WorkerState.LEFT)).hasSize(1);
        assertThat(events.all(RunEvent.JobsRequeued.class))
                .singleElement()
                .matches(requeued -> !requeued.counted());
    }

    @Test
    void aWorkerThatSaysGoodbyeLeavesWithoutLosses() {
        FakeLink w1 = join("w1", 1, 1);

        driver.conversation().said(w1, new WorkerMessage.DrainWanted("it was sent SIGTERM"), now);
        driver.conversation().said(w1, new WorkerMessage.Farewell("drained"), now);
        driver.membership().ended(w1, Optional.empty());

        assertThat(w1.told).contains("drain it was sent SIGTERM").endsWith("complete");
        assertThat(supply.said).containsExactly("w1 joined", "w1 draining", "w1 left");
        assertThat(events.changesTo(WorkerState.LEFT)).hasSize(1);
        assertThat(events.changesTo(WorkerState.LOST)).isEmpty();
    }

    @Test
    void aWorkerWithALostThreadIsDrainedOnce() {
        FakeLink w1 = join("w1", 2, 2);

        driver.conversation().said(w1, beatWithLostThreads(1), now);
        driver.conversation().said(w1, beatWithLostThreads(1), now);

        // That nothing is left to do may be told again: the word to drain can be lost.
        assertThat(w1.told).filteredOn(told -> told.endsWith("one of its threads")).hasSize(1);
        assertThat(supply.said).filteredOn(said -> said.equals("w1 draining")).hasSize(1);
    }

    @Test
    void aNameThatWasGivenIsTakenFromNobodyWhoMayComeBack() {
        supply.known.add("w1");
        FakeLink broken = new FakeLink();
        driver.membership().joined(broken, fromElsewhere("w1", false, "instance"));
        driver.membership().ended(broken, Optional.of("its connection ended"));
        int _ = driver.membership().unreachable("w1", "its connection ended");

        driver.membership().joined(new FakeLink(), fromElsewhere("w1", true, "another instance"));

        assertThat(events.changesTo(WorkerState.LOST)).isEmpty();
    }

    @Test
    void aNameThatIsWantedIsTakenFromWhoseStreamIsBroken() {
        supply.known.add("w1");
        FakeLink broken = new FakeLink();
        driver.membership().joined(broken, fromElsewhere("w1", false, "instance"));
        driver.membership().ended(broken, Optional.of("its connection ended"));
        int _ = driver.membership().unreachable("w1", "its connection ended");

        driver.membership().joined(new FakeLink(), fromElsewhere("w1", false, "another instance"));

        assertThat(events.changesTo(WorkerState.LOST)).hasSize(1);
    }

    @Test
    void whoIsCutOffForWhatItSaidIsNotWaitedFor() {
        supply.known.add("w1");
        FakeLink liar = new FakeLink();
        driver.membership().joined(liar, fromElsewhere("w1", false, "instance"));

        driver.membership().expelled(liar, "it sent something malformed");

        assertThat(events.changesTo(WorkerState.LOST)).hasSize(1);
        assertThat(supply.said).containsExactly("w1 joined", "w1 given up");
        assertThat(driver.roster().isKnown("w1")).isFalse();
    }

    /// It cannot know what of the last it said was heard, and so it says all of it again.
    @Test
    void ofAProcessThatWasGivenUpAndLivesOnlyWhatCameTooLateCountsAsDropped() {
        supply.known.add("w1");
        FakeLink silent = new FakeLink();
        driver.membership().joined(silent, fromElsewhere("w1", false, "instance"));
        driver.conversation().said(silent, new WorkerMessage.CreditsTotal(1), now);
        var _ = submit(1, 3);
        Command.Assign first = silent.assigned.removeFirst();
        finish(silent, first, 1);
        Command.Assign running = silent.assigned.removeFirst();
        driver.membership().gone("w1", "silent for 5 s");

        FakeLink back = new FakeLink();
        driver.membership().joined(back, fromElsewhere("w1", false, "instance"));
        finish(back, first, 1);
        finish(back, running, 2);

        assertThat(events.all(RunEvent.ResultsDropped.class))
                .extracting(RunEvent.ResultsDropped::lease, RunEvent.ResultsDropped::jobs)
                .containsExactly(tuple(running.lease(), running.count()));

        // Another process under its name has numbers of its own.
        driver.membership().gone("w1", "silent for 5 s");
        FakeLink another = new FakeLink();
        driver.membership().joined(another, fromElsewhere("w1", false, "another instance"));
        finish(another, first, 1);
        assertThat(events.all(RunEvent.ResultsDropped.class)).hasSize(2);
    }

    private static WorkerHello fromElsewhere(String name, boolean given, String instance) {
        return new WorkerHello(
                name, given, "here", 42, 1, List.of(), instance, false, true, WorkerFacts.UNKNOWN);
    }

    @Test
    void aWorkerWhoseStreamIsBrokenIsDrainedWhenItComesBack() {
        supply.known.add("w1");
        WorkerHello hello = fromElsewhere("w1", false, "instance");
        FakeLink broken = new FakeLink();
        driver.membership().joined(broken, hello);
        driver.membership().ended(broken, Optional.of("its connection ended"));
        int _ = driver.membership().unreachable("w1", "its connection ended");
        assertThat(driver.roster().names()).containsExactly("w1");

        driver.membership().drain("w1", "make room");

        assertThat(events.changesTo(WorkerState.DRAINING)).hasSize(1);
        assertThat(supply.said).contains("w1 draining");
        FakeLink again = new FakeLink();
        driver.membership().joined(again, hello);
        assertThat(again.told).containsExactly("welcome back w1", "drain make room");
        driver.conversation().said(again, new WorkerMessage.Farewell("drained"), now);
        driver.membership().ended(again, Optional.empty());
        assertThat(driver.roster().names()).isEmpty();
    }

    @Test
    void aWorkerThatNobodyStartedIsSentAway() {
        supply.known.clear();
        FakeLink stranger = new FakeLink();

        driver.membership().joined(stranger, new WorkerHello("w9", "here", 9, 1, List.of()));

        assertThat(stranger.told).containsExactly("turn away not one of ours");
        assertThat(driver.roster().names()).isEmpty();
    }

    @Test
    void sharedPermitsGoFromWorkerToWorkerAndBackFromTheDead() {
        FakeLink w1 = join("w1", 1, 1);
        FakeLink w2 = join("w2", 1, 1);

        driver.conversation().said(w1, new WorkerMessage.ResourceWanted(1, "press", 0, 0), now);
        driver.conversation().said(w2, new WorkerMessage.ResourceWanted(1, "press", 0, 0), now);
        driver.conversation().said(w2, new WorkerMessage.ResourceWanted(2, "anvil", 0, 0), now);
        assertThat(w1.told).contains("grant 1");
        assertThat(w2.told).doesNotContain("grant 1").contains("refuse 2");

        driver.membership().ended(w1, Optional.of("its connection ended"));
        driver.membership().gone("w1", "ended with exit code 1");

        assertThat(w2.told).contains("grant 1");
    }

    @Test
    void whoIsHereAndWhoComesLaterIsMadeTheSameSize() {
        FakeLink here = joinAdjustable("w1");

        driver.adjustments().setThreads(3);
        driver.adjustments().setStoves(OptionalInt.of(2));
        driver.adjustments().setPrefetch(4);
        FakeLink later = joinAdjustable("w2");

        assertThat(here.told)
                .containsExactly(
                        "welcome w1", "adjust threads=3", "adjust stoves=2", "adjust prefetch=4");
        assertThat(later.told).containsExactly("welcome w2", "adjust threads=3 stoves=2");
        assertThat(later.greetings.getFirst().prefetch()).isEqualTo(4);
        assertThat(events.workers())
                .extracting(RunEvent.WorkerJoined::threads)
                .containsExactly(1, 3);
        assertThat(events.all(RunEvent.WorkerResized.class))
                .containsExactly(
                        new RunEvent.WorkerResized(now, "w1", 3, 0),
                        new RunEvent.WorkerResized(now, "w1", 3, 2));
        assertThat(events.all(RunEvent.WorkerDescribed.class).getLast().facts().stoves())
                .isEqualTo(2);
    }

    @Test
    void aLargerWorkerRunsMoreChunksAtOnce() {
        FakeLink w1 = joinAdjustable("w1");
        driver.conversation().said(w1, new WorkerMessage.CreditsTotal(2), now);
        Submitted _ = submit(1, 8);
        assertThat(w1.assigned).hasSize(1);

        driver.adjustments().setThreads(3);
        driver.conversation().said(w1, new WorkerMessage.CreditsTotal(6), now);
        assertThat(w1.assigned).hasSize(3);

        driver.adjustments().setThreads(1);
        finish(w1, w1.assigned.get(0));
        finish(w1, w1.assigned.get(1));
        assertThat(w1.assigned).as("one is still there").hasSize(3);
    }

    @Test
    void aWorkerThatDoesNotKnowHowStaysAsItIs() {
        FakeLink w1 = join("w1", 1, 2);

        driver.adjustments().setThreads(3);
        driver.adjustments().setStoves(OptionalInt.of(1));

        assertThat(w1.told).containsExactly("welcome w1");
        assertThat(driver.membership().halt("w1", "to see it")).isFalse();
        assertThat(events.all(RunEvent.WorkerResized.class)).isEmpty();
    }

    @Test
    void aWorkerWhoseStreamIsBrokenIsMadeAnotherSizeWhenItComesBack() {
        FakeLink broken = joinAdjustable("w1");
        driver.membership().ended(broken, Optional.of("its connection ended"));
        int _ = driver.membership().unreachable("w1", "its connection ended");

        driver.adjustments().setThreads(5);
        assertThat(driver.membership().halt("w1", "to see it")).as("nobody hears it").isFalse();

        FakeLink again = new FakeLink();
        driver.membership().joined(again, fromElsewhere("w1", false, "instance w1"));
        assertThat(again.told).containsExactly("welcome back w1", "adjust threads=5");
        assertThat(driver.membership().halt("w1", "to see it")).isTrue();
        assertThat(again.told).endsWith("halt to see it");
    }

    private FakeLink joinAdjustable(String name) {
        supply.known.add(name);
        FakeLink link = new FakeLink();
        driver.membership().joined(link, fromElsewhere(name, false, "instance " + name));
        return link;
    }

    @Test
    void everyMessageIsAcknowledgedOnce() {
        FakeLink w1 = join("w1", 1, 1);
        int before = w1.acknowledged;

        driver.conversation().said(w1, beat(List.of()), now);
        driver.conversation().said(w1, new WorkerMessage.ResourceGivenBack(77), now);

        assertThat(w1.acknowledged - before).isEqualTo(2);
    }

    @Test
    void withoutWorkersEveryJobIsLostWithTheReasonAndLaterOnesToo() {
        Submitted waiting = submit(1, 2);

        driver.unavailable(
                new Outcome.WorkerLost("worker JVMs cannot be started", new Origin("", "", 0, 1)));
        Submitted later = submit(2, 1);

        assertThat(waiting.result().outcome(1).describe()).contains("cannot be started");
        assertThat(later.result().kind(0)).isEqualTo(Outcome.Kind.WORKER_LOST);
    }

    @Test
    void ourOwnFailureEndsEveryBatchInsteadOfHanging() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 4);
        finish(w1, w1.assigned.getFirst());

        driver.abandonEverything(new Outcome.Failed("a bug", new Origin("", "", 0, 1)));
        Submitted later = submit(2, 1);

        assertThat(batch.result().kind(0)).isEqualTo(Outcome.Kind.SUCCEEDED);
        assertThat(batch.result().kind(3)).isEqualTo(Outcome.Kind.FAILED);
        assertThat(later.result().outcome(0).describe()).contains("a bug");
        assertThat(w1.told).anyMatch(told -> told.startsWith("abort"));
        assertThat(supply.said).contains("not needed", "w1 given up");
    }

    private FakeLink join(String name, int threads, long credits) {
        supply.known.add(name);
        FakeLink link = new FakeLink();
        driver.membership().joined(link, new WorkerHello(name, "here", 42, threads, List.of()));
        driver.conversation().said(link, new WorkerMessage.CreditsTotal(credits), now);
        return link;
    }

    @Test
    void gatheredJobsAreWaitedForUntilTheyAreGivenOut() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 2, true);
        assertThat(w1.assigned).hasSize(1);
        assertThat(driver.wantsGathered()).isFalse();

        finish(w1, w1.assigned.removeFirst());
        assertThat(driver.wantsGathered()).isTrue();

        finish(w1, w1.assigned.removeFirst());
        assertThat(batch.result().objects()).containsExactly(0L, 100L);
        assertThat(driver.wantsGathered()).isTrue();
    }

    @Test
    void aGatheredJobThatIsCancelledIsNotWaitedFor() {
        FakeLink w1 = join("w1", 1, 1);
        Submitted batch = submit(1, 2, true);

        driver.cancel(1, 1);
        assertThat(driver.wantsGathered()).isTrue();

        finish(w1, w1.assigned.removeFirst());
        assertThat(batch.isDone()).isTrue();
        assertThat(driver.wantsGathered()).isTrue();
    }

    @Test
    void gatheredJobsThatCameBackFromALostWorkerAreNotWaitedForAgain() {
        join("w1", 1, 1);
        Submitted batch = submit(1, 3, true);
        driver.cancel(1, 2);

        driver.membership().gone("w1", "killed");
        assertThat(driver.wantsGathered()).isFalse();

        FakeLink w2 = join("w2", 1, 1);
        while (!w2.assigned.isEmpty()) {
            finish(w2, w2.assigned.removeFirst());
        }
        assertThat(batch.isDone()).isTrue();
        assertThat(driver.wantsGathered()).isTrue();
    }

    private Submitted submit(long id, int jobs) {
        return submit(id, jobs, false);
    }

    private Submitted submit(long id, int jobs, boolean gathered) {
        Batch batch = batch(jobs);
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, jobs);
        LiveBatch live =
                new LiveBatch(
                        id,
                        gathered
                                ? Submission.gathered(batch, 0, false, collector)
                                : Submission.local(batch, 0, false, collector),
                        now);
        driver.submit(live, 10, () -> {});
        return new Submitted(live, collector);
    }

    private record Submitted(LiveBatch live, BatchCollector collector) {
        boolean isDone() {
            return live.done().isDone();
        }

        BatchResult result() {
            assertThat(isDone()).isTrue();
            return collector.result();
        }
    }

    /// The worker reports every job of an assignment: 100 times its position.
    private void finish(FakeLink link, Command.Assign assign) {
        finish(link, assign, 0);
    }

    /// @param sequence the number of the message; 0: none
    private void finish(FakeLink link, Command.Assign assign, long sequence) {
        now += MILLI;
        long[] values =
                IntStream.range(assign.first(), assign.first() + assign.count())
                        .mapToLong(job -> 100L * job)
                        .toArray();
        long[] times = new long[assign.count()];
        driver.conversation()
                .said(
                        link,
                        new WorkerMessage.ResultsSent(
                                assign.lease(),
                                assign.first(),
                                assign.count(),
                                Column.ofLongs(values),
                                List.of(),
                                new JobTimes(times, 0, times, times, times, times, times),
                                List.of(),
                                now,
                                now,
                                1 + assign.lease(),
                                sequence),
                        now);
    }

    private static WorkerMessage beat(List<Long> leases) {
        return new WorkerMessage.Beat(
                leases, 0, 0, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    private static WorkerMessage beatWithLostThreads(int lost) {
        return new WorkerMessage.Beat(
                List.of(), 0, 0, 0, 0, 0, 0, lost, Optional.empty(), Optional.empty());
    }
}
