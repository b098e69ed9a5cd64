package dev.manykitchens.coordinator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.coordinator.link.JournalCodec.KnownWorker;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Turns an entry of a journal into bytes and back, for journals that travel. What comes back is
/// the same, but that of a recipe only the name is known and the types of its parameters.
public final class EntryCodec {

    /// The first byte of every entry: what follows is of this version.
    private static final int VERSION = 1;

    /// Arguments are written in parts of about so many bytes.
    private static final long PART_BYTES = 1 << 20;

    /// Nothing that is written as one piece is longer: one job has 16 MiB at most.
    private static final int LONGEST_PIECE = 64 << 20;

    private EntryCodec() {}

    /// Writes an entry.
    ///
    /// @throws IOException when the stream does
    public static void write(List<Written> entry, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeByte(VERSION);
        out.writeInt(entry.size());
        for (Written written : entry) {
            out.writeInt(written.facts().size());
            for (Fact fact : written.facts()) {
                write(fact, out);
            }
            out.writeInt(written.payloads().size());
            for (Payload payload : written.payloads()) {
                write(payload, out);
            }
        }
        out.flush();
    }

    /// Reads an entry.
    ///
    /// @throws IllegalArgumentException in one line when it is none of this version
    public static List<Written> read(InputStream from) {
        DataInputStream in = new DataInputStream(from);
        try {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "an entry must be of version %d, is of version %d"
                                .formatted(VERSION, version));
            }
            List<Written> entry = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                List<Fact> facts = new ArrayList<>();
                for (int more = in.readInt(); more > 0; more--) {
                    facts.add(fact(in));
                }
                List<Payload> payloads = new ArrayList<>();
                for (int more = in.readInt(); more > 0; more--) {
                    payloads.add(payload(in));
                }
                entry.add(new Written(facts, payloads));
            }
            return entry;
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "an entry must be the one that was written, is something else", e);
        }
    }

    private static void write(Fact fact, DataOutputStream out) throws IOException {
        switch (fact) {
            case Fact.SubmitterCame(Input.SubmitterOpened its) -> {
                out.writeByte(1);
                out.writeLong(its.submitter());
                out.writeInt(its.mostWorkers());
            }
            case Fact.SubmitterWent(long submitter) -> {
                out.writeByte(2);
                out.writeLong(submitter);
            }
            case Fact.BatchAccepted(Input.BatchSubmitted its) -> {
                out.writeByte(3);
                out.writeLong(its.batch());
                write(its.recipe(), out);
                out.writeInt(its.jobs());
                out.writeInt(its.attempts());
                out.writeLong(its.longestJobBytes());
                out.writeLong(its.submitter());
                out.writeBoolean(its.speculate());
                out.writeBoolean(its.gathered());
                out.writeInt(its.priority());
            }
            case Fact.BatchFinished(long batch) -> {
                out.writeByte(4);
                out.writeLong(batch);
            }
            case Fact.JobsReported its -> {
                out.writeByte(5);
                out.writeLong(its.lease());
                out.writeLong(its.batch());
                out.writeInt(its.first());
                out.writeInt(its.count());
                out.writeInt(its.succeeded().length);
                for (int job : its.succeeded()) {
                    out.writeInt(job);
                }
            }
            case Fact.JobsEnded(long batch, int first, int count) -> {
                out.writeByte(6);
                out.writeLong(batch);
                out.writeInt(first);
                out.writeInt(count);
            }
            case Fact.JobsTried(long lease, long batch, int first, int count) -> {
                out.writeByte(7);
                out.writeLong(lease);
                out.writeLong(batch);
                out.writeInt(first);
                out.writeInt(count);
            }
            case Fact.LeaseGiven its -> {
                out.writeByte(8);
                out.writeLong(its.lease());
                write(its.worker(), out);
                out.writeLong(its.batch());
                out.writeInt(its.first());
                out.writeInt(its.count());
                out.writeInt(its.attempt());
            }
            case Fact.LeaseEnded(long lease) -> {
                out.writeByte(9);
                out.writeLong(lease);
            }
            case Fact.WorkerCame(Input.WorkerJoined its) -> {
                out.writeByte(10);
                write(its.worker(), out);
                write(its.host(), out);
                out.writeLong(its.pid());
                out.writeInt(its.threads());
                write(its.recipes(), out);
                out.writeInt(its.line());
            }
            case Fact.WorkerResized(String worker, int threads) -> {
                out.writeByte(11);
                write(worker, out);
                out.writeInt(threads);
            }
            case Fact.WorkerWent(String worker) -> {
                out.writeByte(12);
                write(worker, out);
            }
            case Fact.ResourcesCame(Map<String, ResourceSpec> resources) -> {
                out.writeByte(13);
                out.writeInt(resources.size());
                for (Map.Entry<String, ResourceSpec> each : new TreeMap<>(resources).entrySet()) {
                    write(each.getKey(), out);
                    out.writeInt(each.getValue().permits());
                    out.writeBoolean(each.getValue().scope() == ResourceSpec.Scope.SHARED);
                }
            }
            case Fact.ResourcesWent(Set<String> names) -> {
                out.writeByte(14);
                write(names, out);
            }
        }
    }

    private static Fact fact(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 1 ->
                    new Fact.SubmitterCame(new Input.SubmitterOpened(in.readLong(), in.readInt()));
            case 2 -> new Fact.SubmitterWent(in.readLong());
            case 3 ->
                    new Fact.BatchAccepted(
                            new Input.BatchSubmitted(
                                    in.readLong(),
                                    text(in),
                                    in.readInt(),
                                    in.readInt(),
                                    in.readLong(),
                                    in.readLong(),
                                    in.readBoolean(),
                                    in.readBoolean(),
                                    in.readInt()));
            case 4 -> new Fact.BatchFinished(in.readLong());
            case 5 ->
                    new Fact.JobsReported(
                            in.readLong(), in.readLong(), in.readInt(), in.readInt(), numbers(in));
            case 6 -> new Fact.JobsEnded(in.readLong(), in.readInt(), in.readInt());
            case 7 -> new Fact.JobsTried(in.readLong(), in.readLong(), in.readInt(), in.readInt());
            case 8 ->
                    new Fact.LeaseGiven(
                            in.readLong(),
                            text(in),
                            in.readLong(),
                            in.readInt(),
                            in.readInt(),
                            in.readInt());
            case 9 -> new Fact.LeaseEnded(in.readLong());
            case 10 ->
                    new Fact.WorkerCame(
                            new Input.WorkerJoined(
                                    text(in),
                                    text(in),
                                    in.readLong(),
                                    in.readInt(),
                                    names(in),
                                    in.readInt()));
            case 11 -> new Fact.WorkerResized(text(in), in.readInt());
            case 12 -> new Fact.WorkerWent(text(in));
            case 13 -> {
                Map<String, ResourceSpec> resources = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    String name = text(in);
                    int permits = in.readInt();
                    resources.put(
                            name,
                            new ResourceSpec(
                                    permits,
                                    in.readBoolean()
                                            ? ResourceSpec.Scope.SHARED
                                            : ResourceSpec.Scope.KITCHEN));
                }
                yield new Fact.ResourcesCame(resources);
            }
            case 14 -> new Fact.ResourcesWent(names(in));
            default -> throw unknown("fact", kind);
        };
    }

    private static void write(Payload payload, DataOutputStream out) throws IOException {
        switch (payload) {
            case Payload.OfSubmitter its -> {
                out.writeByte(1);
                out.writeLong(its.submitter());
                write(its.session(), out);
                write(JournalCodec.client(its.hello()), out);
            }
            case Payload.OfWorker(String worker, WorkerHello hello) -> {
                out.writeByte(2);
                write(worker, out);
                // The name and size by now are facts of their own.
                Input.WorkerJoined none = new Input.WorkerJoined(worker, "", 0, 1, Set.of());
                write(JournalCodec.worker(new KnownWorker(none, hello)), out);
            }
            case Payload.OfBatch its -> write(its, out);
            case Payload.OfResults(long batch, int first, var results) -> {
                out.writeByte(4);
                out.writeLong(batch);
                out.writeInt(first);
                write(JournalCodec.results(results), out);
            }
            case Payload.OfEnded(long batch, int first, int count, Outcome outcome) -> {
                out.writeByte(5);
                out.writeLong(batch);
                out.writeInt(first);
                out.writeInt(count);
                out.writeByte(outcome.kind().code());
                write(JournalCodec.outcome(outcome), out);
            }
            case Payload.OfFinish(long batch, Instant finished) -> {
                out.writeByte(6);
                out.writeLong(batch);
                write(finished, out);
            }
            case Payload.Forgotten(long batch) -> {
                out.writeByte(7);
                out.writeLong(batch);
            }
        }
    }

    private static void write(Payload.OfBatch its, DataOutputStream out) throws IOException {
        BatchTold told = its.told();
        Batch batch = told.batch();
        Columns arguments = batch.arguments();
        out.writeByte(3);
        out.writeLong(its.batch());
        out.writeLong(its.submitter());
        out.writeLong(its.theirs());
        write(its.key().text(), out);
        out.writeBoolean(its.detached());
        write(its.submitted(), out);
        out.writeInt(batch.size());
        // What the dispatcher was told of it is a fact of its own.
        Input.BatchSubmitted none =
                new Input.BatchSubmitted(
                        its.batch(),
                        batch.recipe().name(),
                        batch.size(),
                        batch.options().attempts(),
                        0,
                        its.submitter(),
                        false);
        write(JournalCodec.definition(none, told, its.key()), out);
        for (int from = 0; from < arguments.rows(); ) {
            int end = JournalCodec.partEnd(arguments, from, PART_BYTES);
            out.writeBoolean(true);
            write(JournalCodec.arguments(arguments, from, end), out);
            from = end;
        }
        out.writeBoolean(false);
    }

    private static Payload payload(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 1 ->
                    new Payload.OfSubmitter(
                            in.readLong(), text(in), JournalCodec.client(bytes(in)));
            case 2 -> {
                String worker = text(in);
                yield new Payload.OfWorker(worker, JournalCodec.worker(worker, bytes(in)).hello());
            }
            case 3 -> {
                long batch = in.readLong();
                long submitter = in.readLong();
                long theirs = in.readLong();
                String key = text(in);
                boolean detached = in.readBoolean();
                Instant submitted = instant(in);
                int jobs = in.readInt();
                byte[] definition = bytes(in);
                List<byte[]> parts = new ArrayList<>();
                while (in.readBoolean()) {
                    parts.add(bytes(in));
                }
                yield new Payload.OfBatch(
                        batch,
                        submitter,
                        theirs,
                        JournalCodec.key(key, definition),
                        detached,
                        submitted,
                        JournalCodec.told(jobs, definition, parts));
            }
            case 4 ->
                    new Payload.OfResults(
                            in.readLong(), in.readInt(), JournalCodec.results(bytes(in)));
            case 5 -> {
                long batch = in.readLong();
                int first = in.readInt();
                int count = in.readInt();
                int code = in.readByte();
                Outcome.Kind[] kinds = Outcome.Kind.values();
                if (code < 0 || code >= kinds.length) {
                    throw unknown("outcome", code);
                }
                yield new Payload.OfEnded(
                        batch, first, count, JournalCodec.outcome(kinds[code], bytes(in)));
            }
            case 6 -> new Payload.OfFinish(in.readLong(), instant(in));
            case 7 -> new Payload.Forgotten(in.readLong());
            default -> throw unknown("payload", kind);
        };
    }

    private static IllegalArgumentException unknown(String what, int kind) {
        return new IllegalArgumentException(
                "an entry must be the one that was written, has a %s of kind %d"
                        .formatted(what, kind));
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_PIECE) {
            throw new IllegalArgumentException(
                    "an entry must be the one that was written, has a piece of %d bytes"
                            .formatted(length));
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        write(text.getBytes(UTF_8), out);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), UTF_8);
    }

    private static void write(Instant instant, DataOutputStream out) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void write(Set<String> names, DataOutputStream out) throws IOException {
        out.writeInt(names.size());
        for (String name : names.stream().sorted().toList()) {
            write(name, out);
        }
    }

    private static Set<String> names(DataInputStream in) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            names.add(text(in));
        }
        return names;
    }

    private static int[] numbers(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > Batch.MOST_JOBS) {
            throw new IllegalArgumentException(
                    "an entry must be the one that was written, has a report of %d jobs"
                            .formatted(length));
        }
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = in.readInt();
        }
        return numbers;
    }
}
