package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Frame;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.Credits;
import dev.manykitchens.proto.v1.DrainRequest;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.Goodbye;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.JobStage;
import dev.manykitchens.proto.v1.JobsInProgress;
import dev.manykitchens.proto.v1.LeaseReturn;
import dev.manykitchens.proto.v1.Ping;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.ResourceReturn;
import dev.manykitchens.proto.v1.ResourceUse;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.WorkRequest;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whatever the bytes of a frame are, a decoder says what they mean or what is wrong with them: it
/// throws nothing else, and takes memory in proportion to them.
///
/// A failure names its seed. `-Dfuzz.seed=SEED` runs that one alone; `-Dfuzz.frames=N` sets how
/// many there are.
class MessageDecoderFuzzTest {

    private static final int FRAMES = Integer.getInteger("fuzz.frames", 400_000);
    private static final Optional<Long> ALONE = Optional.ofNullable(Long.getLong("fuzz.seed"));

    /// The smallest part of a message takes two bytes on the wire and an object here, of which
    /// protobuf keeps two, and lists that grow are copied.
    private static final long MOST_BYTES_A_BYTE = 200;

    /// Strings of errors, and the first capacities of lists.
    private static final long MOST_BYTES_A_FRAME = 64 << 10;

    private static final Column INTEGERS =
            new Column.Integers(
                    new long[] {1, -2, 0, Long.MAX_VALUE},
                    new BigInteger[] {null, null, BigInteger.TEN.pow(40), null});
    private static final List<Column> COLUMNS =
            List.of(
                    INTEGERS,
                    Column.ofLongs(1, 2, 3),
                    new Column.Reals(new double[] {1.5, Double.NaN, -0.0}),
                    new Column.Texts(new String[] {"", "chai", "дом"}),
                    new Column.Blobs(new byte[][] {{}, {1, 2, 3}}),
                    new Column.Nones(3));

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Takes the bytes of one frame.
    private interface Decoding {
        void decode(byte[] frame) throws InvalidProtocolBufferException;
    }

    @Test
    void whatAWorkerSendsIsUnderstoodOrRefused() {
        fuzz(
                "whatAWorkerSendsIsUnderstoodOrRefused",
                fromWorkers(),
                frame -> {
                    Frame<WorkRequest> request =
                            WorkerStreams.WORK.parseRequest(new ByteArrayInputStream(frame));
                    if (request instanceof Frame.Generated<WorkRequest>(WorkRequest message)) {
                        RequestBytes.requireReadable(message);
                    }
                    var _ = MessageDecoder.decode(request);
                });
    }

    @Test
    void whatAClientSendsIsUnderstoodOrRefused() {
        byte[] start =
                SubmitRequest.newBuilder()
                        .setBatchStart(RawClient.start(1, "compute_square", 6))
                        .build()
                        .toByteArray();
        fuzz(
                "whatAClientSendsIsUnderstoodOrRefused",
                fromClients(),
                frame -> {
                    // Each frame comes after the same good ones.
                    ClientDecoder decoder = new ClientDecoder();
                    var _ = decoder.decode(SubmitRequest.parseFrom(start));
                    var _ = decoder.decode(SubmitRequest.parseFrom(frame));
                });
    }

    @Test
    void whatAColumnHoldsIsUnderstoodOrRefused() {
        List<byte[]> real =
                COLUMNS.stream()
                        .map(column -> ColumnCodec.encode(column, 0, column.size()).toByteArray())
                        .toList();
        fuzz(
                "whatAColumnHoldsIsUnderstoodOrRefused",
                real,
                frame -> {
                    Column column =
                            ColumnCodec.decode(dev.manykitchens.proto.v1.Column.parseFrom(frame));
                    // What was understood is the same after another journey.
                    if (column.size() < 1_000) {
                        var again = ColumnCodec.encode(column, 0, column.size());
                        assertThat(ColumnCodec.encode(ColumnCodec.decode(again), 0, column.size()))
                                .isEqualTo(again);
                    }
                });
    }

    private void fuzz(String test, List<byte[]> real, Decoding decoding) {
        for (byte[] frame : real) {
            try {
                decoding.decode(frame);
            } catch (InvalidProtocolBufferException | RuntimeException e) {
                throw new AssertionError("a real frame must be understood", e);
            }
        }
        MutatedFrames frames = new MutatedFrames(real);
        long begin = System.nanoTime();
        long understood = 0;
        double dearest = 0;
        for (long seed = ALONE.orElse(0L);
                seed < ALONE.map(s -> s + 1).orElse((long) FRAMES);
                seed++) {
            byte[] frame = frames.frame(seed);
            long before = memory.getCurrentThreadAllocatedBytes();
            long most = MOST_BYTES_A_FRAME + MOST_BYTES_A_BYTE * frame.length;
            try {
                decoding.decode(frame);
                understood++;
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                // It says what is wrong.
                assertSaid(test, seed, e);
            } catch (Throwable e) {
                throw new AssertionError(replay(test, seed) + ": threw " + e, e);
            }
            long taken = memory.getCurrentThreadAllocatedBytes() - before;
            if (taken > most) {
                // The first of its kind also loads classes.
                taken = takenBy(frame, decoding);
            }
            if (taken > most) {
                throw new AssertionError(
                        "%s: a frame of %d bytes took %d bytes of memory"
                                .formatted(replay(test, seed), frame.length, taken));
            }
            dearest = Math.max(dearest, (double) taken / Math.max(1_000, frame.length));
        }
        System.out.printf(
                "%s: %d mutated frames in %.1f s, %d of them understood, at most %.0f bytes taken for a byte%n",
                test,
                ALONE.isEmpty() ? FRAMES : 1,
                (System.nanoTime() - begin) / 1e9,
                understood,
                dearest);
        if (ALONE.isEmpty()) {
            // Frames that are all refused, or all understood, would test half a decoder.
            assertThat(understood).isBetween(FRAMES / 100L, FRAMES * 99L / 100);
        }
    }

    private long takenBy(byte[] frame, Decoding decoding) {
        long before = memory.getCurrentThreadAllocatedBytes();
        try {
            decoding.decode(frame);
        } catch (InvalidProtocolBufferException | RuntimeException _) {
            // As before.
        }
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertSaid(String test, long seed, Exception e) {
        String sentence = String.valueOf(e.getMessage());
        if (sentence.isBlank() || sentence.equals("null")) {
            throw new AssertionError(replay(test, seed) + ": refused without a sentence", e);
        }
    }

    private static String replay(String test, long seed) {
        return "seed %d fails, replay with mvn -pl coordinator -am test -Dtest=MessageDecoderFuzzTest#%s -Dfuzz.seed=%d"
                .formatted(seed, test, seed);
    }

    private static List<byte[]> fromWorkers() {
        List<WorkRequest.Builder> said = new ArrayList<>();
        for (Column column : COLUMNS) {
            Assignment lease =
                    Assignment.newBuilder()
                            .setLease(77)
                            .setFirst(5)
                            .setCount(column.size())
                            .build();
            said.add(
                    WorkRequest.newBuilder()
                            .setResults(
                                    RawWorker.report(lease, column)
                                            .setCreditsTotal(9)
                                            .setSequence(3)
                                            .addResourceUses(
                                                    ResourceUse.newBuilder()
                                                            .setName("1/oven")
                                                            .setHeldNanos(5))));
        }
        Assignment three = Assignment.newBuilder().setLease(78).setCount(3).build();
        said.add(
                WorkRequest.newBuilder()
                        .setResults(
                                RawWorker.report(three, Column.ofLongs(4))
                                        .addFailures(failure(0, FailureKind.FAILURE_KIND_FAILED))
                                        .addFailures(
                                                failure(2, FailureKind.FAILURE_KIND_TIMED_OUT))));
        said.add(
                WorkRequest.newBuilder()
                        .setResults(
                                RawWorker.report(three, Column.ofLongs(4, 5, 6))
                                        .clearStoveNanos()
                                        .clearWaitNanos()
                                        .clearResourceNanos()));
        said.add(WorkRequest.newBuilder().setCredits(Credits.newBuilder().setTotal(4)));
        said.add(
                WorkRequest.newBuilder()
                        .setHeartbeat(
                                Heartbeat.newBuilder()
                                        .addLeases(77)
                                        .setInProgress(
                                                JobsInProgress.newBuilder()
                                                        .addLeases(77)
                                                        .addJobs(5)
                                                        .addRunningNanos(9)
                                                        .addStages(JobStage.JOB_STAGE_RESOURCE)
                                                        .addResources("1/oven")
                                                        .addAwaited(1)
                                                        .setInAll(1))));
        said.add(
                WorkRequest.newBuilder()
                        .setHeartbeat(
                                Heartbeat.newBuilder()
                                        .addLeases(1)
                                        .addLeases(300)
                                        .setSentNanos(5)
                                        .setResidentBytes(1 << 20)
                                        .setEchoHeardNanos(7)
                                        .setEchoReceivedNanos(8)));
        said.add(
                WorkRequest.newBuilder()
                        .setResourceRequest(
                                ResourceRequest.newBuilder().setTicket(1).setResource("1/oven")));
        said.add(
                WorkRequest.newBuilder()
                        .setResourceReturn(ResourceReturn.newBuilder().setTicket(1)));
        said.add(WorkRequest.newBuilder().setLeaseReturn(LeaseReturn.newBuilder().setLease(1)));
        said.add(
                WorkRequest.newBuilder()
                        .setDrainRequest(DrainRequest.newBuilder().setReason("SIGTERM")));
        said.add(WorkRequest.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("done")));
        return said.stream().map(message -> message.build().toByteArray()).toList();
    }

    private static Failure failure(int offset, FailureKind kind) {
        return Failure.newBuilder().setOffset(offset).setKind(kind).setMessage("no milk").build();
    }

    private static List<byte[]> fromClients() {
        List<SubmitRequest.Builder> said = new ArrayList<>();
        said.add(
                SubmitRequest.newBuilder()
                        .setBatchStart(
                                RawClient.start(2, "compute_square", 100).setSpeculate(true)));
        for (Column column : COLUMNS) {
            said.add(
                    SubmitRequest.newBuilder()
                            .setBatchArguments(RawClient.arguments(1, 0, column)));
        }
        said.add(
                SubmitRequest.newBuilder()
                        .setBatchCancel(
                                BatchCancel.newBuilder().setBatch(1).addJobs(0).addJobs(5)));
        said.add(SubmitRequest.newBuilder().setPing(Ping.newBuilder().setSentNanos(5)));
        return said.stream().map(message -> message.build().toByteArray()).toList();
    }
}
