package dev.manykitchens.coordinator.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a work consists of, in short: two that differ in anything that went into it have other
/// digests. A SHA-256. Confined to one thread.
///
/// The client sends it along with the key of a batch, and a journal keeps it: a key that comes
/// again with another digest is refused. So equal work must have an equal digest for as long as a
/// journal keeps batches, which outlasts upgrades of client and coordinator. What goes into it:
///
/// ```
/// text, bytes   its length, as four bytes, and the bytes; text in UTF-8
/// fields        how many, then each as two texts, its name and its value, sorted by name
/// batch         the recipe's name
///               the options, as fields: attempts, priority, seed, time-scale, timeout, work
///               how many jobs, as text
///               the type of each column of the arguments
///               the arguments, 8,192 jobs at a time, as the journal keeps them
/// pool          fields: resource.NAME for each resource, speculate
/// ```
///
/// | field | value |
/// |---|---|
/// | `attempts`, `priority`, `seed` | in decimal |
/// | `time-scale` | the bits of the double, in hexadecimal |
/// | `timeout` | in nanoseconds; `none` |
/// | `work` | `own`, `none`, or `wait` or `cpu` with the shortest and the longest in nanoseconds: `wait 1000000 2000000` |
/// | `resource.NAME` | how many permits, and `kitchen` or `shared`: `2 shared` |
/// | `speculate` | `true`, `false` |
///
/// All of it is written here: no text that is made for people goes into it, nor the order in which
/// a record or a map has its parts. An option that comes later is to be a field only where it is
/// not what it was before there was one, so that the digests of all other work stay as they are.
public final class WorkDigest {

    private static final int ROWS = 8_192;
    private static final BigInteger NANOS_OF_SECOND = BigInteger.valueOf(1_000_000_000);

    private final MessageDigest digest;

    /// Of nothing yet.
    public WorkDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Adds the code that does the work, because other code may do the same work otherwise: this
    /// Java, and of each file of a class path its name, size and time of change, in folders too.
    /// What was built again or copied is other code, even where it is the same.
    ///
    /// @param classPath jars and folders; what is not there counts as that
    /// @throws IOException when a folder cannot be read
    public WorkDigest withCode(List<Path> classPath) throws IOException {
        with(System.getProperty("java.vm.version"));
        for (Path entry : classPath) {
            with(entry.toAbsolutePath().toString());
            if (!Files.isDirectory(entry)) {
                with(state(entry));
                continue;
            }
            List<Path> files;
            try (Stream<Path> all = Files.walk(entry, FileVisitOption.FOLLOW_LINKS)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            with("" + files.size());
            for (Path file : files) {
                with(entry.relativize(file).toString()).with(state(file));
            }
        }
        return this;
    }

    private static String state(Path file) throws IOException {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return facts.size() + " " + facts.lastModifiedTime();
        } catch (NoSuchFileException _) {
            return "none";
        }
    }

    /// Adds a text.
    public WorkDigest with(String text) {
        return with(text.getBytes(UTF_8));
    }

    /// Adds bytes.
    public WorkDigest with(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    /// Adds jobs: their recipe's name, options and arguments.
    public WorkDigest with(Batch batch) {
        Columns arguments = batch.arguments();
        with(batch.recipe().name()).with(fields(batch.options())).with("" + batch.size());
        arguments.columns().forEach(column -> with(column.type().name()));
        for (int from = 0; from < arguments.rows(); from += ROWS) {
            with(JournalCodec.arguments(arguments, from, Math.min(arguments.rows(), from + ROWS)));
        }
        return this;
    }

    /// Adds what a pool brings to the jobs.
    ///
    /// @param resources that steps may use, by their names
    /// @param speculate whether slow jobs may run a second time
    public WorkDigest withPool(Map<String, ResourceSpec> resources, boolean speculate) {
        SortedMap<String, String> fields = new TreeMap<>();
        resources.forEach((name, its) ->
                fields.put(
                        "resource." + name,
                        switch (its.scope()) {
                            case KITCHEN -> its.permits() + " kitchen";
                            case SHARED -> its.permits() + " shared";
                        }));
        fields.put("speculate", speculate ? "true" : "false");
        return with(fields);
    }

    private WorkDigest with(SortedMap<String, String> fields) {
        with("" + fields.size());
        fields.forEach((name, value) -> with(name).with(value));
        return this;
    }

    /// Taken apart by its pattern: whoever adds an option is told by the compiler to come here.
    private static SortedMap<String, String> fields(BatchOptions options) {
        return switch (options) {
            case BatchOptions(
                            Work work,
                            double timeScale,
                            long seed,
                            Optional<Duration> timeout,
                            int attempts,
                            int priority) ->
                    new TreeMap<>(
                            Map.of(
                                    "work",
                                    text(work),
                                    "time-scale",
                                    Long.toHexString(Double.doubleToLongBits(timeScale)),
                                    "seed",
                                    "" + seed,
                                    "timeout",
                                    timeout.map(WorkDigest::nanos).orElse("none"),
                                    "attempts",
                                    "" + attempts,
                                    "priority",
                                    "" + priority));
        };
    }

    private static String text(Work work) {
        return switch (work) {
            case Work.Own() -> "own";
            case Work.None() -> "none";
            case Work.Waiting(DurationRange range) -> "wait " + nanos(range);
            case Work.Computing(DurationRange range) -> "cpu " + nanos(range);
        };
    }

    private static String nanos(DurationRange range) {
        return nanos(range.min()) + " " + nanos(range.max());
    }

    /// Of any length.
    private static String nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds())
                .multiply(NANOS_OF_SECOND)
                .add(BigInteger.valueOf(duration.getNano()))
                .toString();
    }

    /// All that was added, as 64 hexadecimal digits; nothing is added afterwards.
    public String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
