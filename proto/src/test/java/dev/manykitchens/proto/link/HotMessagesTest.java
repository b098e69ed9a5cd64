package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.ResourceUse;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.MethodDescriptor;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What is written and read by hand is what the generated classes write and read.
class HotMessagesTest {

    private static final int SEEDS = 3_000;
    private static final int LENGTH_DELIMITED = 2;
    private static final int END_GROUP = 4;

    private static final MethodDescriptor<Frame<WorkRequest>, Frame<WorkResponse>> WORK =
            WorkMethod.inFrames(WorkerServiceGrpc.getWorkMethod());

    /// Writes parts of a message.
    private interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }

    @Test
    void resultsThatAreWrittenByHandAreReadByTheGeneratedClass() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Results expected = results(random);

            Frame<WorkRequest> frame = encoded(expected);

            byte[] bytes = WORK.streamRequest(frame).readAllBytes();
            assertThat(frame.size()).isEqualTo(bytes.length);
            assertThat(WorkRequest.parseFrom(bytes).getResults())
                    .as("seed %d", seed)
                    .isEqualTo(withoutZeros(expected));
        }
    }

    @Test
    void resultsThatTheGeneratedClassWritesAreReadByHand() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Results expected = results(new Random(seed));

            assertSays(ResultsCodec.decode(expected.toByteArray()), expected, seed);
            assertThat(ResultsCodec.plain(expected.toByteArray()))
                    .as("needs no help, seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void assignmentsTravelBothWays() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int jobs = random.nextInt(1, 200);
            Columns arguments = columns(jobs, random);
            int first = random.nextInt(jobs);
            int count = random.nextInt(1, jobs - first + 1);
            Assignment.Builder expected =
                    Assignment.newBuilder()
                            .setLease(number(random))
                            .setBatch(number(random))
                            .setFirst(first)
                            .setCount(count)
                            .setAttempt(random.nextInt(4));
            arguments
                    .columns()
                    .forEach(column ->
                            expected.addArguments(
                                    ColumnCodec.encode(column, first, first + count)));
            Optional<BatchDefinition> definition =
                    random.nextBoolean()
                            ? Optional.of(
                                    BatchDefinition.newBuilder()
                                            .setRecipe("chai")
                                            .setSeed(number(random))
                                            .build())
                            : Optional.empty();
            definition.ifPresent(expected::setDefinition);
            expected.setWhole(random.nextBoolean());

            Frame<WorkResponse> frame =
                    AssignmentCodec.encode(
                            expected.getLease(),
                            expected.getBatch(),
                            first,
                            count,
                            expected.getAttempt(),
                            arguments,
                            definition,
                            expected.getWhole());

            byte[] bytes = WORK.streamResponse(frame).readAllBytes();
            assertThat(frame.size()).isEqualTo(bytes.length);
            WorkResponse generated =
                    WorkResponse.newBuilder().setAssignment(expected.build()).build();
            assertThat(WorkResponse.parseFrom(bytes)).as("seed %d", seed).isEqualTo(generated);
            Frame<WorkResponse> back =
                    WORK.parseResponse(new ByteArrayInputStream(generated.toByteArray()));
            assertThat(back).isInstanceOf(Frame.Packed.class);
            assertSays(
                    AssignmentCodec.decode(((Frame.Packed<WorkResponse>) back).body()),
                    expected.build(),
                    seed);
        }
    }

    @Test
    void everyFieldIsKnownToItsCodec() {
        // A field that is added to a message is ignored until its codec knows it.
        assertThat(Results.getDescriptor().getFields())
                .extracting(FieldDescriptor::getNumber)
                .containsExactlyInAnyOrder(1, 2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
        assertThat(Assignment.getDescriptor().getFields())
                .extracting(FieldDescriptor::getNumber)
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void zerosAtTheEndOfAColumnDoNotTravel() throws Exception {
        long[][] times = {{-1, 0}, {3, 4, 0}, {}, {0, 0}, {0, 5}, {0}};

        EncodedResults encoded =
                ResultsCodec.encode(1, 0, 2, Column.ofLongs(5, 6), List.of(), times, List.of(), 7);

        Frame<WorkRequest> frame = encoded.frame(8, 0, 0);
        Results back = WorkRequest.parseFrom(WORK.streamRequest(frame).readAllBytes()).getResults();
        assertThat(back.getRanNanosList()).containsExactly(3L, 4L);
        assertThat(back.getStoveNanosCount()).isZero();
        long[][] travelled = {{-1}, {3, 4}, {}, {}, {0, 5}, {}};
        assertThat(ResultsCodec.decode(back).times()).isDeepEqualTo(travelled);
    }

    @Test
    void partsThatComeInAnySequenceAndInPiecesAreReadAsTheGeneratedClassDoes() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] unusual = unusual(results(random), random);
            Results expected = Results.parseFrom(unusual);

            assertSays(ResultsCodec.decode(unusual), expected, seed);
        }
    }

    @Test
    void aPartThatAnEndOfAGroupCutsIsMalformed() {
        byte[] cut =
                bytes(out -> {
                    out.writeUInt32(Failure.OFFSET_FIELD_NUMBER, 1);
                    out.writeTag(97, END_GROUP);
                    out.writeString(Failure.MESSAGE_FIELD_NUMBER, "no milk");
                });
        for (int field :
                new int[] {Results.FAILURES_FIELD_NUMBER, Results.RESOURCE_USES_FIELD_NUMBER}) {
            byte[] results = bytes(out -> out.writeByteArray(field, cut));

            assertThatThrownBy(() -> Results.parseFrom(results))
                    .isInstanceOf(InvalidProtocolBufferException.class);
            assertThatThrownBy(() -> ResultsCodec.decode(results))
                    .isInstanceOf(InvalidProtocolBufferException.class);
        }
    }

    @Test
    void anAssignmentInPiecesIsReadAsTheGeneratedClassDoes() throws Exception {
        Column column = Column.ofLongs(1, -2, 3);
        Assignment one =
                Assignment.newBuilder()
                        .setLease(1)
                        .setCount(3)
                        .addArguments(ColumnCodec.encode(column, 0, 3))
                        .setDefinition(BatchDefinition.newBuilder().setRecipe("chai"))
                        .build();
        Assignment two =
                Assignment.newBuilder()
                        .setLease(2)
                        .addArguments(ColumnCodec.encode(column, 1, 3))
                        .setDefinition(BatchDefinition.newBuilder().setSeed(5))
                        .build();
        byte[] both = one.toByteString().concat(two.toByteString()).toByteArray();

        assertSays(AssignmentCodec.decode(both), Assignment.parseFrom(both), 0);
    }

    @Test
    void aFrameWithMoreThanAHotMessageIsReadByTheGeneratedClass() throws Exception {
        WorkRequest results =
                WorkRequest.newBuilder().setResults(Results.newBuilder().setLease(3)).build();
        WorkRequest beat =
                WorkRequest.newBuilder().setHeartbeat(Heartbeat.newBuilder().addLeases(1)).build();
        WorkRequest more =
                WorkRequest.newBuilder().setResults(Results.newBuilder().setCount(4)).build();
        for (List<WorkRequest> parts :
                List.of(
                        List.of(beat),
                        List.of(results, beat),
                        List.of(beat, results),
                        List.of(results, more))) {
            ByteString bytes = ByteString.EMPTY;
            for (WorkRequest part : parts) {
                bytes = bytes.concat(part.toByteString());
            }

            Frame<WorkRequest> frame =
                    WORK.parseRequest(new ByteArrayInputStream(bytes.toByteArray()));

            assertThat(frame).isEqualTo(new Frame.Generated<>(WorkRequest.parseFrom(bytes)));
        }
    }

    @Test
    void anEmptyFrameIsNoHotMessage() {
        Frame<WorkRequest> frame = WORK.parseRequest(new ByteArrayInputStream(new byte[0]));

        assertThat(frame).isEqualTo(new Frame.Generated<>(WorkRequest.getDefaultInstance()));
    }

    @Test
    void whatIsCutOffAnywhereIsRefusedOrReadAsTheGeneratedClassDoes() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            byte[] whole = results(new Random(seed)).toByteArray();
            for (int length = 0; length < whole.length; length++) {
                assertReadAlike(Arrays.copyOf(whole, length), seed);
            }
        }
    }

    @Test
    void anAssignmentThatIsCutOffAnywhereIsRefusedOrReadAsTheGeneratedClassDoes() throws Exception {
        Random random = new Random(1);
        Assignment.Builder assignment =
                Assignment.newBuilder()
                        .setLease(1 << 20)
                        .setCount(9)
                        .setDefinition(BatchDefinition.newBuilder().setRecipe("chai"));
        for (int i = 0; i < 9; i++) {
            assignment.addArguments(encode(column(9, random)));
        }
        byte[] whole = assignment.build().toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Assignment expected;
            try {
                expected = Assignment.parseFrom(cut);
            } catch (InvalidProtocolBufferException _) {
                assertThatThrownBy(() -> AssignmentCodec.decode(cut))
                        .isInstanceOf(InvalidProtocolBufferException.class);
                continue;
            }
            assertSays(AssignmentCodec.decode(cut), expected, length);
        }
    }

    @Test
    void whatIsChangedAnywhereIsRefusedOrReadAsTheGeneratedClassDoes() {
        byte[] harmful = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x0b, 0x0c, 0x1a, 0x28, 0x2a};
        for (int seed = 0; seed < 20; seed++) {
            byte[] whole = results(new Random(seed)).toByteArray();
            for (int at = 0; at < whole.length; at++) {
                for (byte other : harmful) {
                    byte[] changed = whole.clone();
                    changed[at] = other;
                    assertReadAlike(changed, seed);
                }
            }
        }
    }

    @Test
    void aLengthThatIsNotThereTakesNoMemory() throws Exception {
        for (int field = 1; field <= 16; field++) {
            for (int length : new int[] {1 << 20, 64 << 20, Integer.MAX_VALUE, -1}) {
                int number = field;
                byte[] bytes =
                        bytes(out -> {
                            out.writeTag(number, LENGTH_DELIMITED);
                            out.writeUInt32NoTag(length);
                            out.writeRawByte(1);
                        });

                assertThatThrownBy(() -> ResultsCodec.decode(bytes))
                        .isInstanceOf(InvalidProtocolBufferException.class);
                assertThatThrownBy(() -> AssignmentCodec.decode(bytes))
                        .isInstanceOf(InvalidProtocolBufferException.class);
                assertThatThrownBy(() -> new PackedColumn(bytes, 0, bytes.length).decode())
                        .isInstanceOf(InvalidProtocolBufferException.class);
            }
        }
    }

    @Test
    void aFrameGoesToTheTransportWholeOrInPieces() throws Exception {
        byte[] head = {1, 2, 3};
        byte[] body = {4, 5, 6, 7};
        byte[] whole = {1, 2, 3, 4, 5, 6, 7};
        for (int read = 0; read <= whole.length; read++) {
            FrameStream stream = new FrameStream(head, body);
            byte[] begun = stream.readNBytes(read);
            assertThat(stream.available()).isEqualTo(whole.length - read);
            ByteArrayOutputStream drained = new ByteArrayOutputStream();
            drained.write(begun);

            assertThat(stream.drainTo(drained)).isEqualTo(whole.length - read);

            assertThat(drained.toByteArray()).isEqualTo(whole);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void numbersOfEveryLengthComeBack() {
        Random random = new Random(1);
        for (int seed = 0; seed < SEEDS; seed++) {
            long[] values = random.longs(random.nextInt(40)).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] >>>= random.nextInt(Long.SIZE);
            }
            byte[] plain = new byte[Varints.size(values, 0, values.length)];
            byte[] signed = new byte[Varints.zigZagSize(values, 0, values.length)];

            assertThat(Varints.write(values, 0, values.length, plain, 0)).isEqualTo(plain.length);
            assertThat(Varints.writeZigZag(values, 0, values.length, signed, 0))
                    .isEqualTo(signed.length);

            assertThat(Varints.read(plain, 0, plain.length)).isEqualTo(values);
            assertThat(Varints.readZigZag(signed, 0, signed.length)).isEqualTo(values);
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
            for (long value : new long[] {1L << bit, (1L << bit) - 1, -(1L << bit)}) {
                assertThat(Varints.size(value))
                        .isEqualTo(CodedOutputStream.computeUInt64SizeNoTag(value));
            }
        }
    }

    /// The same message, or the same refusal.
    private static void assertReadAlike(byte[] bytes, int seed) {
        Results expected;
        try {
            expected = Results.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            assertThatThrownBy(() -> ResultsCodec.decode(bytes).results().decode())
                    .as("seed %d: %s", seed, Arrays.toString(bytes))
                    .isInstanceOfAny(
                            InvalidProtocolBufferException.class, IllegalArgumentException.class);
            return;
        }
        try {
            assertSays(ResultsCodec.decode(bytes), expected, seed);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("seed %d: %s".formatted(seed, Arrays.toString(bytes)), e);
        }
    }

    private static void assertSays(ResultColumns said, Results expected, int seed)
            throws InvalidProtocolBufferException {
        Results again =
                Results.parseFrom(
                        Results.newBuilder()
                                .setLease(said.lease())
                                .setFirst(said.first())
                                .setCount(said.count())
                                .addAllFailures(said.failures())
                                .addAllIdleNanos(list(said.times()[0]))
                                .addAllRanNanos(list(said.times()[1]))
                                .addAllStoveNanos(list(said.times()[2]))
                                .addAllOtherNanos(list(said.times()[3]))
                                .addAllWaitNanos(list(said.times()[4]))
                                .addAllResourceNanos(list(said.times()[5]))
                                .addAllResourceUses(said.uses())
                                .setReceivedNanos(said.receivedNanos())
                                .setSentNanos(said.sentNanos())
                                .setCreditsTotal(said.creditsTotal())
                                .setSequence(said.sequence())
                                .build()
                                .toByteString());
        assertThat(known(again)).as("seed %d", seed).isEqualTo(known(expected));
        assertSame(said.results(), expected.getResults(), seed);
    }

    private static void assertSame(
            PackedColumn said, dev.manykitchens.proto.v1.Column expected, int seed)
            throws InvalidProtocolBufferException {
        Column column;
        try {
            column = ColumnCodec.decode(expected);
        } catch (IllegalArgumentException e) {
            assertThatThrownBy(said::decode).hasMessage(e.getMessage());
            return;
        }
        assertSame(said.decode(), column, seed);
    }

    private static void assertSame(Column said, Column expected, int seed) {
        assertThat(said.type()).as("seed %d", seed).isEqualTo(expected.type());
        assertThat(said.size()).as("seed %d", seed).isEqualTo(expected.size());
        for (int i = 0; i < Math.min(10_000, said.size()); i++) {
            assertThat(said.get(i)).as("seed %d", seed).isEqualTo(expected.get(i));
        }
    }

    private static void assertSays(AssignmentColumns said, Assignment expected, int seed) {
        assertThat(said.lease()).as("seed %d", seed).isEqualTo(expected.getLease());
        assertThat(said.batch()).isEqualTo(expected.getBatch());
        assertThat(said.first()).isEqualTo(expected.getFirst());
        assertThat(said.count()).isEqualTo(expected.getCount());
        assertThat(said.attempt()).isEqualTo(expected.getAttempt());
        assertThat(said.whole()).isEqualTo(expected.getWhole());
        assertThat(said.definition().isPresent()).isEqualTo(expected.hasDefinition());
        assertThat(said.definition().orElse(BatchDefinition.getDefaultInstance()))
                .isEqualTo(expected.getDefinition());
        assertThat(said.arguments()).hasSize(expected.getArgumentsCount());
        for (int i = 0; i < said.arguments().size(); i++) {
            assertSame(said.arguments().get(i), ColumnCodec.decode(expected.getArguments(i)), seed);
        }
    }

    /// Without the column, which is compared by its values, and without what nobody knows.
    private static Results known(Results results) throws InvalidProtocolBufferException {
        Results.Builder known =
                results.toBuilder()
                        .clearResults()
                        .setUnknownFields(UnknownFieldSet.getDefaultInstance());
        for (int i = 0; i < known.getFailuresCount(); i++) {
            known.getFailuresBuilder(i).setUnknownFields(UnknownFieldSet.getDefaultInstance());
        }
        for (int i = 0; i < known.getResourceUsesCount(); i++) {
            known.getResourceUsesBuilder(i).setUnknownFields(UnknownFieldSet.getDefaultInstance());
        }
        return known.build();
    }

    private static List<Long> list(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /// As the codec sends them: columns of zeros stay at home.
    private static Frame<WorkRequest> encoded(Results results)
            throws InvalidProtocolBufferException {
        long[][] times = {
            times(results.getIdleNanosList()),
            times(results.getRanNanosList()),
            times(results.getStoveNanosList()),
            times(results.getOtherNanosList()),
            times(results.getWaitNanosList()),
            times(results.getResourceNanosList())
        };
        return ResultsCodec.encode(
                        results.getLease(),
                        results.getFirst(),
                        results.getCount(),
                        ColumnCodec.decode(results.getResults()),
                        results.getFailuresList(),
                        times,
                        results.getResourceUsesList(),
                        results.getReceivedNanos())
                .frame(results.getSentNanos(), results.getCreditsTotal(), results.getSequence());
    }

    /// With some room behind the entries, as who collects them has.
    private static long[] times(List<Long> times) {
        return Arrays.copyOf(times.stream().mapToLong(Long::longValue).toArray(), times.size() + 3);
    }

    private static Results withoutZeros(Results results) {
        return results.toBuilder()
                .clearIdleNanos()
                .addAllIdleNanos(filled(results.getIdleNanosList()))
                .clearRanNanos()
                .addAllRanNanos(filled(results.getRanNanosList()))
                .clearStoveNanos()
                .addAllStoveNanos(filled(results.getStoveNanosList()))
                .clearOtherNanos()
                .addAllOtherNanos(filled(results.getOtherNanosList()))
                .clearWaitNanos()
                .addAllWaitNanos(filled(results.getWaitNanosList()))
                .clearResourceNanos()
                .addAllResourceNanos(filled(results.getResourceNanosList()))
                .build();
    }

    /// All but the zeros at the end.
    private static List<Long> filled(List<Long> times) {
        int entries = times.size();
        while (entries > 0 && times.get(entries - 1) == 0) {
            entries--;
        }
        return times.subList(0, entries);
    }

    private static Results results(Random random) {
        int count = random.nextInt(40);
        Results.Builder results =
                Results.newBuilder()
                        .setLease(number(random))
                        .setFirst(random.nextInt())
                        .setCount(count)
                        .setResults(encode(column(count, random)))
                        .setReceivedNanos(number(random))
                        .setSentNanos(number(random))
                        .setCreditsTotal(number(random))
                        .setSequence(number(random));
        for (int i = 0; i < random.nextInt(4); i++) {
            results.addFailures(
                    Failure.newBuilder()
                            .setOffset(random.nextInt())
                            .setKind(FailureKind.FAILURE_KIND_FAILED)
                            .setMessage("no milk, ни капли"));
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            results.addResourceUses(
                    ResourceUse.newBuilder().setName("oven").setHeldNanos(number(random)));
        }
        boolean waits = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            results.addIdleNanos(number(random))
                    .addRanNanos(random.nextLong(1 << 20))
                    .addStoveNanos(waits ? number(random) : 0)
                    .addOtherNanos(random.nextInt(3))
                    .addWaitNanos(0)
                    .addResourceNanos(waits ? random.nextInt(200) : 0);
        }
        return results.build();
    }

    /// The fields of a message in pieces, shuffled, with some that nobody knows in between.
    private static byte[] unusual(Results results, Random random) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (long nanos : results.getRanNanosList()) {
            parts.add(bytes(out -> out.writeUInt64(Results.RAN_NANOS_FIELD_NUMBER, nanos)));
        }
        Results rest = results.toBuilder().clearRanNanos().build();
        for (var field : rest.getAllFields().keySet()) {
            Results.Builder one = Results.newBuilder();
            one.setField(field, rest.getField(field));
            parts.add(one.build().toByteArray());
            if (random.nextInt(4) == 0) {
                parts.add(one.build().toByteArray());
            }
        }
        parts.add(bytes(out -> out.writeString(99, "newer")));
        parts.add(bytes(out -> out.writeFixed64(98, 1)));
        parts.add(bytes(out -> out.writeFixed32(Results.COUNT_FIELD_NUMBER, 1)));
        if (random.nextBoolean()) {
            parts.add(
                    bytes(out -> {
                        out.writeTag(97, 3);
                        out.writeUInt64(5, 1);
                        out.writeTag(97, 4);
                    }));
        }
        Collections.shuffle(parts, random);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writing.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Columns columns(int jobs, Random random) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            columns.add(column(jobs, random));
        }
        return new Columns(jobs, columns);
    }

    private static dev.manykitchens.proto.v1.Column encode(Column column) {
        return ColumnCodec.encode(column, 0, column.size());
    }

    private static Column column(int size, Random random) {
        List<ValueType> types = List.of(ValueType.values());
        ValueType type = types.get(random.nextInt(types.size()));
        ColumnBuilder column = new ColumnBuilder(type, size);
        boolean large = random.nextInt(4) == 0;
        for (int i = 0; i < size; i++) {
            column.add(
                    switch (type) {
                        case INTEGER ->
                                large && random.nextBoolean()
                                        ? Value.of(new BigInteger(100, random))
                                        : Value.of(number(random));
                        case REAL -> new Value.Real(Double.longBitsToDouble(random.nextLong()));
                        case TEXT -> Value.of("чай " + random.nextInt());
                        case BYTES -> Value.of(new byte[random.nextInt(5)]);
                        case NONE -> Value.NONE;
                    });
        }
        return column.build();
    }

    /// Of any length and either sign.
    private static long number(Random random) {
        long number = random.nextLong() >>> random.nextInt(Long.SIZE);
        return random.nextInt(8) == 0 ? -number : number;
    }
}
