package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.EventCodec;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.SubmitResponse;
import dev.manykitchens.proto.v1.Succeeded;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A client whose stream breaks, at a coordinator that keeps batches and at one that does not. All
/// batches here are small.
class ComingBackTest {

    private static final int JOBS = 4;
    private static final int TWO_MINUTES = 120_000;

    private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
    private ScriptedCoordinator coordinator;
    private ClusterSession session;

    @BeforeEach
    void open() throws Exception {
        coordinator = new ScriptedCoordinator(TWO_MINUTES);
        EventSink sink = events::add;
        session =
                ClusterSession.start(
                        coordinator.dial(),
                        0,
                        Duration.ofSeconds(20),
                        PoolOptions.defaults().withEvents(sink));
        var _ = session.ready().get(20, TimeUnit.SECONDS);
        session.openEvents();
    }

    @AfterEach
    void close() {
        session.close();
        coordinator.close();
    }

    @Test
    void everyStreamOfAClientIsOfOneSessionAndNoOtherClientIs() throws Exception {
        String first = coordinator.nextHello().getSession();
        coordinator.breakStream();
        assertThat(coordinator.nextHello().getSession()).isEqualTo(first).hasSize(32);

        ClusterSession other =
                ClusterSession.start(
                        coordinator.dial(), 0, Duration.ofSeconds(20), PoolOptions.defaults());
        assertThat(coordinator.nextHello().getSession()).hasSize(32).isNotEqualTo(first);
        other.close();
    }

    @Test
    void aBatchThatIsStillThereNeedsNoArgumentsAndIsNotSaidToRunAgain() throws Exception {
        ClientBatch batch = submitUsual(1);
        started();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        give(1);
        tell(1, 0, 1);
        coordinator.breakStream();

        BatchStart again = started();
        assertThat(again.getWaits()).isTrue();
        assertThat(again.getBatch()).isEqualTo(1);
        assertThat(again.getSettled().toByteArray()).containsExactly(1);
        coordinator.accept(1, 0, true);
        tell(1, 0, 4);
        coordinator.finish(1);
        batch.done().get(20, TimeUnit.SECONDS);

        // What comes next is not its arguments.
        assertThat(coordinator.next().getBatchTaken().getBatch()).isEqualTo(1);
        assertThat(requeued()).isZero();
    }

    @Test
    void aBatchThatIsForgottenBeginsAnewOnceThatIsKnown() throws Exception {
        ClientBatch batch = submitUsual(1);
        started();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        give(1);
        tell(1, 0, 1);
        coordinator.breakStream();

        assertThat(started().getWaits()).isTrue();
        assertThat(requeued()).isZero();
        coordinator.accept(1, 0, false);
        assertThat(coordinator.next().getBatchArguments().getCount()).isEqualTo(JOBS);
        assertThat(requeued()).isEqualTo(3);
        tell(1, 1, 3);
        coordinator.finish(1);
        batch.done().get(20, TimeUnit.SECONDS);
    }

    @Test
    void whereNothingIsKeptABatchBeginsAnewAtOnce() throws Exception {
        coordinator.breakStream();
        coordinator.setComeBackMillis(0);
        // The second stream is the first of this coordinator.
        assertThat(coordinator.nextHello()).isNotNull();
        assertThat(coordinator.nextHello()).isNotNull();
        coordinator.breakStream();
        assertThat(coordinator.nextHello()).isNotNull();
        ClientBatch batch = submitUsual(1);
        started();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        give(1);
        tell(1, 0, 1);
        coordinator.breakStream();

        assertThat(started().getWaits()).isFalse();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        assertThat(requeued()).isEqualTo(3);
        tell(1, 1, 3);
        coordinator.finish(1);
        batch.done().get(20, TimeUnit.SECONDS);
        // Nobody is told that it was taken: the next message is of another batch.
        var _ = submitUsual(2);
        assertThat(started().getBatch()).isEqualTo(2);
    }

    @Test
    void aBatchInDoubtBeginsAnewWhereTheNextCoordinatorKeepsNothing() throws Exception {
        var _ = submitUsual(1);
        started();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        give(1);
        tell(1, 0, 1);
        coordinator.setComeBackMillis(0);
        coordinator.breakStream();

        assertThat(started().getWaits()).isFalse();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        assertThat(requeued()).isEqualTo(3);
    }

    @Test
    void whatWasCancelledIsCancelledAgainByWhoComesBack() throws Exception {
        ClientBatch batch = submitUsual(1);
        started();
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        session.cancel(batch, List.of());
        assertThat(coordinator.next().getBatchCancel().getBatch()).isEqualTo(1);
        coordinator.breakStream();

        assertThat(coordinator.next().getBatchCancel().getBatch()).isEqualTo(1);
        coordinator.finish(1);
        assertThat(coordinator.next().getBatchTaken().getBatch()).isEqualTo(1);
        coordinator.breakStream();
        // Not a third time: the next message is of another batch.
        var _ = submitUsual(2);
        assertThat(started().getBatch()).isEqualTo(2);
    }

    @Test
    void aBatchWithAKeyWaitsAndHearsItsNumberOnceItIsOnDisk() throws Exception {
        ClientBatch batch = submit(1, new BatchTerms(new BatchKey("nightly", "0af"), true, true));
        BatchStart start = started();
        assertThat(start.getKey()).isEqualTo("nightly");
        assertThat(start.getDigest()).isEqualTo("0af");
        assertThat(start.getDetached()).isTrue();
        assertThat(start.getWaits()).isTrue();
        coordinator.accept(1, 0, false);
        assertThat(coordinator.next().hasBatchArguments()).isTrue();
        assertThat(batch.kept()).isNotDone();
        coordinator.keep(1, 77);
        assertThat(batch.kept().get(20, TimeUnit.SECONDS)).isEqualTo(new SubmittedBatch(77, false));

        tell(1, 0, JOBS);
        coordinator.finish(1);
        batch.done().get(20, TimeUnit.SECONDS);
        // Nobody has taken it: the next message is of another batch.
        ClientBatch same = submit(2, new BatchTerms(new BatchKey("nightly", "0af"), true, true));
        assertThat(started().getBatch()).isEqualTo(2);
        coordinator.accept(2, 77, true);
        assertThat(same.kept().get(20, TimeUnit.SECONDS)).isEqualTo(new SubmittedBatch(77, true));
    }

    private ClientBatch submitUsual(long number) {
        return submit(number, BatchTerms.USUAL);
    }

    private ClientBatch submit(long number, BatchTerms terms) {
        Batch jobs =
                new Batch(
                        RecipeBook.load(ComingBackTest.class.getClassLoader()).get("echo_integer"),
                        Columns.of(Column.ofLongs(LongStream.range(0, JOBS).toArray())),
                        BatchOptions.DEFAULTS);
        ClientBatch batch =
                new ClientBatch(
                        number, jobs, 0, 0, new BatchCollector(ValueType.INTEGER, JOBS), terms);
        session.submit(batch);
        return batch;
    }

    private BatchStart started() throws InterruptedException {
        var next = coordinator.next();
        assertThat(next.hasBatchStart()).as(next.toString()).isTrue();
        return next.getBatchStart();
    }

    /// All jobs are given to a worker.
    private void give(long batch) {
        RunEvent given = new RunEvent.ChunkAssigned(1, 1, "w1", batch, 0, JOBS);
        coordinator.say(
                SubmitResponse.newBuilder().setEvent(EventCodec.encode(given).orElseThrow()));
    }

    /// Some have their results.
    private void tell(long batch, int first, int count) throws InterruptedException {
        coordinator.say(
                SubmitResponse.newBuilder()
                        .setSucceeded(
                                Succeeded.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setResults(
                                                ColumnCodec.encode(
                                                        Column.ofLongs(
                                                                LongStream.range(
                                                                                first,
                                                                                first + count)
                                                                        .toArray()),
                                                        0,
                                                        count))));
    }

    private int requeued() {
        return events.stream()
                .mapToInt(event -> event instanceof RunEvent.JobsRequeued again ? again.count() : 0)
                .sum();
    }
}
