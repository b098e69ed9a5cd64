package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.v1.BatchFinished;
import dev.manykitchens.proto.v1.BatchState;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.JobOutcome;
import dev.manykitchens.proto.v1.OutcomeKind;
import dev.manykitchens.proto.v1.Succeeded;

import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Who follows a batch, at a coordinator whose every word is the test's.
class BatchFollowerTest {

    private static final int JOBS = 10;

    private final Told told = new Told();
    private ScriptedCoordinator coordinator;
    private BatchFollower follower;

    @BeforeEach
    void open() throws Exception {
        coordinator = new ScriptedCoordinator(1);
        follower = BatchFollower.of(coordinator.dial(), 7, "", Duration.ofSeconds(20), told);
    }

    @AfterEach
    void close() {
        follower.stop();
        coordinator.close();
    }

    @Test
    void eachOutcomeIsHeardOnceHoweverManyStreamsItTakes() throws Exception {
        var end = CompletableFuture.supplyAsync(this::follow);
        var first = coordinator.nextFollower();
        assertThat(first.request().getNumber()).isEqualTo(7);
        assertThat(first.request().getSettled().isEmpty()).isTrue();
        first.stream().onNext(summary(BatchState.BATCH_STATE_RUNNING, 0));
        first.stream().onNext(succeeded(0, 3));
        first.stream().onNext(ended(5, 2));
        first.stream().onError(Status.UNAVAILABLE.asRuntimeException());

        var second = coordinator.nextFollower();
        assertThat(second.request().getSettled().toByteArray()).containsExactly(0b1100111);
        second.stream().onNext(summary(BatchState.BATCH_STATE_RUNNING, 0));
        second.stream().onNext(succeeded(2, 4));
        second.stream().onNext(ended(6, 4));
        second.stream().onNext(finished());
        second.stream().onCompleted();

        var last = coordinator.nextFollower();
        assertThat(last.request().getOnlyNow()).isTrue();
        last.stream().onNext(summary(BatchState.BATCH_STATE_FINISHED, 5));
        last.stream().onCompleted();

        assertThat(end.get(20, TimeUnit.SECONDS))
                .hasValueSatisfying(batch -> {
                    assertThat(batch.state()).isEqualTo(BatchSummary.State.FINISHED);
                    assertThat(batch.finished()).isPresent();
                });
        assertThat(told.said)
                .containsExactly(
                        "batch 7", "succeeded 0+3", "ended 5+2", "succeeded 3+2", "ended 7+3");
    }

    @Test
    void whatIsThereNowIsHeardWithOneTry() throws Exception {
        var now = CompletableFuture.supplyAsync(follower::now);
        var only = coordinator.nextFollower();
        assertThat(only.request().getOnlyNow()).isTrue();
        only.stream().onNext(summary(BatchState.BATCH_STATE_RUNNING, 0));
        only.stream().onNext(succeeded(0, 3));
        only.stream().onCompleted();
        assertThat(now.get(20, TimeUnit.SECONDS).state()).isEqualTo(BatchSummary.State.RUNNING);
        assertThat(told.said).containsExactly("batch 7", "succeeded 0+3");

        Dial left = coordinator.dial();
        coordinator.close();
        BatchFollower nobody = BatchFollower.of(left, 7, "", Duration.ofSeconds(20), told);
        assertThatThrownBy(nobody::now)
                .hasMessageStartingWith("the coordinator at 127.0.0.1")
                .hasMessageContaining(" must be there, ");
    }

    @Test
    void whatIsNotThereIsNotLookedFor() throws Exception {
        var end = CompletableFuture.supplyAsync(this::follow);
        coordinator.nextFollower().stream()
                .onError(Status.NOT_FOUND.withDescription("none here").asRuntimeException());
        assertThatThrownBy(() -> end.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("none here");
        assertThat(coordinator.followers).isEmpty();
    }

    @Test
    void anotherBatchUnderTheSameNumberIsRefused() throws Exception {
        var end = CompletableFuture.supplyAsync(this::follow);
        var first = coordinator.nextFollower();
        first.stream().onNext(summary(BatchState.BATCH_STATE_RUNNING, 0));
        first.stream().onError(Status.UNAVAILABLE.asRuntimeException());
        var second = coordinator.nextFollower();
        second.stream()
                .onNext(
                        FollowBatchResponse.newBuilder()
                                .setBatch(
                                        summary(BatchState.BATCH_STATE_RUNNING, 0)
                                                .getBatch()
                                                .toBuilder()
                                                .setJobs(JOBS + 1))
                                .build());
        assertThatThrownBy(() -> end.get(20, TimeUnit.SECONDS))
                .rootCause()
                .hasMessageStartingWith("batch 7 must stay the same one");
    }

    @Test
    void whoIsStoppedLeaves() throws Exception {
        var end = CompletableFuture.supplyAsync(this::follow);
        coordinator.nextFollower().stream().onNext(summary(BatchState.BATCH_STATE_RUNNING, 0));
        follower.stop();
        assertThat(end.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void outcomesOfJobsThatAreNotThereAreRefused() throws Exception {
        var end = CompletableFuture.supplyAsync(this::follow);
        var first = coordinator.nextFollower();
        first.stream().onNext(summary(BatchState.BATCH_STATE_RUNNING, 0));
        first.stream().onNext(succeeded(9, 2));
        assertThatThrownBy(() -> end.get(20, TimeUnit.SECONDS))
                .rootCause()
                .hasMessageStartingWith("outcomes must be of the batch's 10 jobs");
    }

    private Optional<BatchSummary> follow() {
        try {
            return follower.follow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static FollowBatchResponse summary(BatchState state, long finished) {
        return FollowBatchResponse.newBuilder()
                .setBatch(
                        dev.manykitchens.proto.v1.BatchSummary.newBuilder()
                                .setNumber(7)
                                .setRecipe("compute_square")
                                .setJobs(JOBS)
                                .setState(state)
                                .setFinishedUnixMillis(finished))
                .build();
    }

    private static FollowBatchResponse succeeded(int first, int count) {
        Column results = Column.ofLongs(new long[count]);
        return FollowBatchResponse.newBuilder()
                .setSucceeded(
                        Succeeded.newBuilder()
                                .setBatch(7)
                                .setFirst(first)
                                .setResults(ColumnCodec.encode(results, 0, count)))
                .build();
    }

    private static FollowBatchResponse ended(int first, int count) {
        return FollowBatchResponse.newBuilder()
                .setEnded(
                        Ended.newBuilder()
                                .setBatch(7)
                                .setFirst(first)
                                .setCount(count)
                                .setOutcome(
                                        JobOutcome.newBuilder()
                                                .setKind(OutcomeKind.OUTCOME_KIND_CANCELLED)))
                .build();
    }

    private static FollowBatchResponse finished() {
        return FollowBatchResponse.newBuilder()
                .setBatchFinished(BatchFinished.newBuilder().setBatch(7))
                .build();
    }

    /// What was told, as a list.
    private static final class Told implements BatchFollower.Reader {

        private final List<String> said = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void told(BatchSummary batch) {
            said.add("batch " + batch.number());
        }

        @Override
        public void succeeded(int first, Column results) {
            said.add("succeeded %d+%d".formatted(first, results.size()));
        }

        @Override
        public void ended(int job, Outcome outcome) {
            ended(job, 1, outcome);
        }

        @Override
        public void ended(int first, int count, Outcome outcome) {
            said.add("ended %d+%d".formatted(first, count));
        }
    }
}
