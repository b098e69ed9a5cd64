package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a journal keeps comes back the same.
class JournalCodecTest {

    private static final Origin ORIGIN = new Origin("anna", "pi", 4711, 2);

    private static List<Column> columns() {
        BigInteger huge = BigInteger.TWO.pow(300).negate();
        return List.of(
                Column.ofLongs(0, -1, Long.MAX_VALUE, Long.MIN_VALUE),
                new Column.Integers(
                        new long[] {7, 0, -7, 0},
                        new @Nullable BigInteger[] {null, huge, null, huge.negate()}),
                new Column.Reals(new double[] {-0.0, Double.MIN_VALUE, 1e300, Double.NaN}),
                new Column.Texts(new String[] {"", "chai", "Küche 🍳", "a\nb\0c"}),
                new Column.Blobs(new byte[][] {{}, {0}, {-1, 0, 1}, new byte[300]}),
                new Column.Nones(4));
    }

    /// No parameter is of type none.
    private static List<Column> argumentColumns() {
        return columns().stream().filter(column -> column.type() != ValueType.NONE).toList();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void resultsOfEveryTypeComeBack(Column results) {
        Column back = JournalCodec.results(JournalCodec.results(results));
        assertThat(rows(back)).isEqualTo(rows(results));
        Column few = results.slice(1, 3);
        assertThat(rows(JournalCodec.results(JournalCodec.results(few)))).isEqualTo(rows(few));
    }

    @ParameterizedTest
    @MethodSource("argumentColumns")
    void argumentsOfEveryTypeComeBackFromOnePartAndFromAPartEach(Column column) {
        Columns arguments = Columns.of(column);
        for (long bytes : new long[] {1, 12, 1 << 20}) {
            BatchTold back = back(told(arguments, BatchOptions.DEFAULTS), bytes);
            assertThat(rows(back.batch().arguments())).isEqualTo(rows(arguments));
        }
    }

    @Test
    void severalColumnsComeBackFromManyParts() {
        Columns arguments = new Columns(4, argumentColumns());
        assertThat(parts(arguments, 1)).hasSize(4);
        assertThat(rows(back(told(arguments, BatchOptions.DEFAULTS), 1).batch().arguments()))
                .isEqualTo(rows(arguments));
    }

    @Test
    void aPartIsAsLongAsItMayBe() {
        Columns arguments = Columns.of(Column.ofLongs(new long[10_000]));
        int end = JournalCodec.partEnd(arguments, 0, 5_000);
        assertThat(arguments.wireBytes(0, end)).isLessThanOrEqualTo(5_000);
        assertThat(arguments.wireBytes(0, end + 1)).isGreaterThan(5_000);
        assertThat(JournalCodec.partEnd(arguments, 9_999, 0)).isEqualTo(10_000);
    }

    @Test
    void whatABatchIsToldComesBack() {
        BatchOptions options =
                new BatchOptions(
                        Work.parse("wait:2s"),
                        0.5,
                        42,
                        Optional.of(Duration.ofMillis(1_500)),
                        5,
                        70);
        BatchTold told =
                new BatchTold(
                        new Batch(recipe(), Columns.of(Column.ofLongs(1, 2)), options),
                        1_234.5,
                        Map.of(
                                "oven",
                                new BatchTold.Keyed(
                                        "oven-1", new ResourceSpec(3, ResourceSpec.Scope.SHARED)),
                                "sink",
                                new BatchTold.Keyed(
                                        "sink", new ResourceSpec(1, ResourceSpec.Scope.KITCHEN))));
        BatchTold back = back(told, 1 << 20);
        assertThat(back.batch().options()).isEqualTo(options);
        assertThat(back.batch().recipe().name()).isEqualTo("compute_square");
        assertThat(back.unitsPerSecond()).isEqualTo(1_234.5);
        assertThat(back.resources()).isEqualTo(told.resources());
    }

    @Test
    void whatTheDispatcherWasToldOfABatchComesBack() {
        Input.BatchSubmitted submitted =
                new Input.BatchSubmitted(9, "compute_square", 2, 5, 77, 4, true, true, 70);
        BatchTold told =
                told(
                        Columns.of(Column.ofLongs(1, 2)),
                        new BatchOptions(
                                BatchOptions.DEFAULTS.work(),
                                BatchOptions.DEFAULTS.timeScale(),
                                BatchOptions.DEFAULTS.seed(),
                                Optional.empty(),
                                5,
                                70));
        BatchKey key = new BatchKey("wedding", "0af");
        byte[] definition = JournalCodec.definition(submitted, told, key);
        assertThat(JournalCodec.submitted(9, 2, 4, definition)).isEqualTo(submitted);
        assertThat(JournalCodec.key("wedding", definition)).isEqualTo(key);
    }

    private static Stream<Outcome> outcomes() {
        return Stream.of(
                new Outcome.Failed("the soup is burnt: 100 °C", ORIGIN),
                new Outcome.TimedOut(Duration.ofNanos(1_500_000_001), ORIGIN),
                new Outcome.WorkerLost("gone", ORIGIN),
                Outcome.CANCELLED,
                Outcome.ORPHANED);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void outcomesOfEveryKindComeBack(Outcome outcome) {
        assertThat(JournalCodec.outcome(outcome.kind(), JournalCodec.outcome(outcome)))
                .isEqualTo(outcome);
    }

    @Test
    void anOutcomeOfAnotherKindThanItsRowSaysIsRefused() {
        byte[] failed = JournalCodec.outcome(new Outcome.Failed("burnt", ORIGIN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalCodec.outcome(Outcome.Kind.TIMED_OUT, failed))
                .withMessageContaining("must be of the kind that its row says, TIMED_OUT");
    }

    @Test
    void aWorkerComesBackAsItSaidItIsAndAsItIsKnown() {
        JournalCodec.KnownWorker worker =
                new JournalCodec.KnownWorker(
                        new Input.WorkerJoined(
                                "anna-2", "told", 12, 8, Set.of("boil_water", "crunch"), 3),
                        new WorkerHello(
                                "anna",
                                true,
                                "pi",
                                4711,
                                4,
                                List.of("crunch", "boil_water"),
                                "0123abcd",
                                true,
                                true,
                                new WorkerFacts(2, 4, 1L << 33, "1.2.3")));
        assertThat(JournalCodec.worker("anna-2", JournalCodec.worker(worker))).isEqualTo(worker);
    }

    @Test
    void aClientComesBackWithItsResources() {
        ClientHello client =
                new ClientHello(
                        "laptop",
                        99,
                        3,
                        Duration.ofSeconds(30),
                        Map.of(
                                "oven", new ResourceSpec(2, ResourceSpec.Scope.SHARED),
                                "sink", new ResourceSpec(1, ResourceSpec.Scope.KITCHEN)));
        assertThat(JournalCodec.client(JournalCodec.client(client))).isEqualTo(client);
    }

    @Test
    void bytesThatAreSomethingElseAreRefusedInOneLine() {
        byte[] wrong = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalCodec.results(wrong))
                .withMessageStartingWith("results must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalCodec.client(wrong))
                .withMessageStartingWith("a client must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalCodec.worker("anna", wrong))
                .withMessageStartingWith("a worker must be");
        BatchTold told = told(Columns.of(Column.ofLongs(1)), BatchOptions.DEFAULTS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalCodec.told(1, definition(told), List.of(wrong)))
                .withMessageStartingWith("arguments must be");
    }

    private static RemoteRecipe recipe() {
        return RemoteRecipe.of("compute_square", List.of(ValueType.INTEGER));
    }

    private static BatchTold told(Columns arguments, BatchOptions options) {
        List<ValueType> types = arguments.columns().stream().map(Column::type).toList();
        return new BatchTold(
                new Batch(RemoteRecipe.of("compute_square", types), arguments, options),
                0,
                Map.of());
    }

    private static byte[] definition(BatchTold told) {
        return JournalCodec.definition(
                new Input.BatchSubmitted(
                        1, "compute_square", told.batch().arguments().rows(), 3, 10, 1, false),
                told,
                BatchKey.NONE);
    }

    private static List<byte[]> parts(Columns arguments, long bytes) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        while (from < arguments.rows()) {
            int to = JournalCodec.partEnd(arguments, from, bytes);
            parts.add(JournalCodec.arguments(arguments, from, to));
            from = to;
        }
        return parts;
    }

    private static BatchTold back(BatchTold told, long bytes) {
        Columns arguments = told.batch().arguments();
        return JournalCodec.told(arguments.rows(), definition(told), parts(arguments, bytes));
    }

    private static List<Object> rows(Column column) {
        List<Object> rows = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            rows.add(column.get(row));
        }
        return rows;
    }

    private static List<List<Object>> rows(Columns columns) {
        return columns.columns().stream().map(JournalCodecTest::rows).toList();
    }
}
