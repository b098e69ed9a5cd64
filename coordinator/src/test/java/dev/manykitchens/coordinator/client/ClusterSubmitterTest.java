package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.link.EventCodec;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.JobOutcome;
import dev.manykitchens.proto.v1.OutcomeKind;
import dev.manykitchens.proto.v1.SubmitResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Who hands in a batch and leaves, at a coordinator whose every word is the test's.
class ClusterSubmitterTest {

    private ScriptedCoordinator coordinator;

    @BeforeEach
    void open() throws Exception {
        coordinator = new ScriptedCoordinator(120_000);
    }

    @AfterEach
    void close() {
        coordinator.close();
    }

    @Test
    void aBatchIsHandedInOnceThoughItsStreamBreaks() throws Exception {
        var submitted = CompletableFuture.supplyAsync(this::submit);
        BatchStart first = coordinator.next().getBatchStart();
        assertThat(first.getKey()).isEqualTo("k");
        assertThat(first.getDetached()).isTrue();
        assertThat(first.getWaits()).isTrue();
        coordinator.accept(1, 0, false);
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        coordinator.breakStream();

        BatchStart again = coordinator.next().getBatchStart();
        assertThat(again.getKey()).isEqualTo("k");
        coordinator.accept(1, 77, true);
        // It was this very client that handed it in.
        assertThat(submitted.get(20, TimeUnit.SECONDS))
                .extracting(ClusterSubmitter.Submitted::batch)
                .isEqualTo(new SubmittedBatch(77, false));
    }

    @Test
    void aBatchThatIsThereAlreadyIsSaidToBe() throws Exception {
        var submitted = CompletableFuture.supplyAsync(this::submit);
        assertThat(coordinator.next().hasBatchStart()).isTrue();
        coordinator.accept(1, 77, true);
        assertThat(submitted.get(20, TimeUnit.SECONDS))
                .extracting(ClusterSubmitter.Submitted::batch)
                .isEqualTo(new SubmittedBatch(77, true));
    }

    @Test
    void aCoordinatorWithoutAJournalIsRefusedBeforeAnythingIsHandedIn() {
        coordinator.setComeBackMillis(0);
        assertThatThrownBy(this::submit)
                .hasMessageStartingWith(
                        "a batch that outlives its client needs a coordinator with a journal, the one at 127.0.0.1:")
                .hasMessageEndingWith(" keeps none; start it with --data DIR");
    }

    @Test
    void whatIsNotTakenIsRefusedWithTheCoordinatorsReason() throws Exception {
        var submitted = CompletableFuture.supplyAsync(this::submit);
        assertThat(coordinator.next().hasBatchStart()).isTrue();
        coordinator.accept(1, 0, false);
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        JobOutcome failed =
                JobOutcome.newBuilder()
                        .setKind(OutcomeKind.OUTCOME_KIND_FAILED)
                        .setMessage("one of the workers here must know the recipe")
                        .build();
        assertThat(EventCodec.decode(failed).describe()).contains("must know");
        coordinator.say(
                SubmitResponse.newBuilder()
                        .setEnded(
                                Ended.newBuilder()
                                        .setBatch(1)
                                        .setFirst(0)
                                        .setCount(2)
                                        .setOutcome(failed)));
        coordinator.finish(1);
        assertThatThrownBy(() -> submitted.get(20, TimeUnit.SECONDS))
                .rootCause()
                .hasMessage("one of the workers here must know the recipe");
    }

    private ClusterSubmitter.Submitted submit() {
        Batch batch =
                new Batch(
                        RecipeBook.load(ClusterSubmitterTest.class.getClassLoader())
                                .get("echo_integer"),
                        Columns.of(Column.ofLongs(5, 6)),
                        BatchOptions.DEFAULTS);
        try {
            return ClusterSubmitter.submit(
                    coordinator.dial(), PoolOptions.defaults(), batch, "k", Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
