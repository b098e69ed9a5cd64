package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Gathering;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

class CoordinatorTest {

    @Test
    void aBugOnItsLoopIsToldAndEveryJobHasItAsReason() throws Exception {
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        AssertionError bug = new AssertionError("one of ours");
        try (Coordinator coordinator =
                Coordinator.start(
                        DispatchOptions.DEFAULTS, Map.of(), EventSink.NONE, new RecordedSupply())) {
            CompletableFuture<Throwable> broken = coordinator.broken();
            CompletableFuture<Void> done =
                    coordinator.submit(jobs(3), false, new Kept(outcomes)).done();
            assertThat(broken).isNotDone();

            coordinator.onLoop(() -> {
                throw bug;
            });

            assertThat(broken.get(20, TimeUnit.SECONDS)).isSameAs(bug);
            done.get(20, TimeUnit.SECONDS);
        }
        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(outcome ->
                        assertThat(outcome.describe())
                                .contains("the coordinator failed, please report this")
                                .contains("one of ours"));
    }

    @Test
    void whereThingsAreKeptABugIsNobodysOutcome() throws Exception {
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        List<String> stopped = new CopyOnWriteArrayList<>();
        AssertionError bug = new AssertionError("one of ours");
        MemoryJournal journal = new MemoryJournal();
        Recovered nothing = journal.recover();
        try (Coordinator coordinator =
                Coordinator.start(
                        DispatchOptions.DEFAULTS,
                        Map.of(),
                        EventSink.NONE,
                        new RecordedSupply(),
                        Optional.of(
                                new Keeping(
                                        journal, InstantSource.system(), _ -> {}, stopped::add)))) {
            coordinator.onLoop(() -> {
                coordinator.restore(nothing, _ -> {});
                coordinator
                        .clients()
                        .open(
                                1,
                                0,
                                Map.of(),
                                new Payload.OfSubmitter(
                                        1,
                                        "s",
                                        new ClientHello("here", 1, 0, Duration.ZERO, Map.of())));
            });
            CompletableFuture<Void> accepted = new CompletableFuture<>();
            coordinator.onLoop(() -> {
                var _ =
                        coordinator
                                .clients()
                                .submit(
                                        new Submission(
                                                new BatchTold(jobs(3), 1, Map.of()),
                                                1,
                                                false,
                                                new BitSet(),
                                                Claim.NONE,
                                                new Kept(outcomes)),
                                        _ -> {},
                                        () -> accepted.complete(null),
                                        () -> {});
            });
            accepted.get(20, TimeUnit.SECONDS);

            coordinator.onLoop(() -> {
                throw bug;
            });

            assertThat(coordinator.broken().get(20, TimeUnit.SECONDS)).isSameAs(bug);
        }
        assertThat(outcomes).isEmpty();
        assertThat(stopped).singleElement().asString().contains("please report this");
        assertThat(journal.recover().work().batches()).hasSize(1);
    }

    @Test
    void jobsThatWereGatheredHearOfABugToo() throws Exception {
        try (Coordinator coordinator =
                Coordinator.start(
                        DispatchOptions.DEFAULTS, Map.of(), EventSink.NONE, new RecordedSupply())) {
            Gathering gathering = coordinator.gathering(_ -> {}, false);
            // No worker is here: the first waits, and the second waits to be taken.
            JobFuture taken = gathering.submit(new ComputeSquare(), List.of(2));
            JobFuture gathered = gathering.submit(new ComputeSquare(), List.of(3));

            coordinator.onLoop(() -> {
                throw new AssertionError("one of ours");
            });

            for (JobFuture job : List.of(taken, gathered)) {
                assertThat(job.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS).describe())
                        .contains("the coordinator failed, please report this");
            }
            assertThat(coordinator.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void aBatchThatIsNotTakenHearsWhy() throws Exception {
        try (Coordinator coordinator =
                Coordinator.start(
                        atMostBatches(1), Map.of(), EventSink.NONE, new RecordedSupply())) {
            assertThat(offer(coordinator)).isEmpty();
            assertThat(offer(coordinator))
                    .contains(
                            "at most 1 batches may be unfinished, all places are taken; try again later");
            coordinator.refuseBatches();
            assertThat(offer(coordinator))
                    .contains("a batch must come before the coordinator drains, came after");
        }
    }

    /// Whoever sees that nothing runs any more ends the loop: what is posted after that is never
    /// told.
    @Test
    void theEndOfABatchIsOnTheLoopBeforeItsPlaceIsFree() throws Exception {
        AtomicReference<Coordinator> started = new AtomicReference<>();
        List<Boolean> idleWhenPosted = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> finished = new CompletableFuture<>();
        try (ScheduledThreadPoolExecutor thread =
                        new ScheduledThreadPoolExecutor(1) {
                            @Override
                            public void execute(Runnable task) {
                                if (started.get().isDelivering()) {
                                    idleWhenPosted.add(isIdle(started.get()));
                                }
                                super.execute(task);
                            }
                        };
                Coordinator coordinator =
                        Coordinator.start(
                                DispatchOptions.DEFAULTS,
                                Map.of(),
                                EventSink.NONE,
                                new RecordedSupply(),
                                Optional.empty(),
                                thread)) {
            started.set(coordinator);
            coordinator.onLoop(() -> {
                var _ =
                        coordinator
                                .clients()
                                .submit(
                                        Submission.local(jobs(1), 1, false, BatchListener.NONE),
                                        _ -> {},
                                        () -> {},
                                        () -> finished.complete(null));
                coordinator.cancelAll();
            });

            finished.get(20, TimeUnit.SECONDS);
            assertThat(coordinator.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(idleWhenPosted).containsExactly(false);
    }

    private static boolean isIdle(Coordinator coordinator) {
        try {
            return coordinator.awaitIdle(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DispatchOptions atMostBatches(int most) {
        DispatchOptions defaults = DispatchOptions.DEFAULTS;
        return new DispatchOptions(
                defaults.leaseDuration(),
                defaults.suspectAfter(),
                defaults.chunkTarget(),
                defaults.longestChunk(),
                defaults.largestChunkBytes(),
                defaults.prefetch(),
                defaults.prefetchBelow(),
                most,
                defaults.mostWorkers(),
                defaults.mostWaiting(),
                defaults.resources(),
                defaults.firstLease());
    }

    private static Optional<String> offer(Coordinator coordinator) throws Exception {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        coordinator.onLoop(() ->
                answer.complete(
                        coordinator
                                .clients()
                                .submit(
                                        Submission.local(jobs(1), 1, false, BatchListener.NONE),
                                        _ -> {},
                                        () -> {},
                                        () -> {})));
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static Batch jobs(int count) {
        return new Batch(
                new ComputeSquare(),
                Columns.of(Column.ofLongs(new long[count])),
                BatchOptions.DEFAULTS);
    }

    private record Kept(List<Outcome> outcomes) implements BatchListener {

        @Override
        public void succeeded(int first, Column results) {
            throw new AssertionError("no worker is here");
        }

        @Override
        public void ended(int job, Outcome outcome) {
            outcomes.add(outcome);
        }
    }
}
