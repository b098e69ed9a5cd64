package dev.manykitchens.benchmarks.journal;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.value.Column;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Measures a journal in a directory, which must not be there and is removed afterwards:
///
/// - entries a second, each one small step;
/// - ten million results that come in reports of ten thousand;
/// - the time from the process that has nothing to the work that is open.
public final class JournalSpeed {

    private static final int SMALL = 20_000;
    private static final int MANY = 10_000_000;
    private static final int REPORT = 10_000;
    private static final int OPEN = 1_000_000;
    private static final int ROUNDS = 3;

    private final Path directory;

    private JournalSpeed(Path directory) {
        this.directory = directory;
    }

    /// Measures everything three times.
    ///
    /// @param arguments where the directory is made
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        if (Files.exists(directory)) {
            throw new IOException("the directory must not be there, is: " + directory);
        }
        JournalSpeed speed = new JournalSpeed(directory);
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("round " + round);
            speed.single();
            speed.many();
            speed.recovered("one batch of a million jobs", 1, OPEN);
            speed.recovered("a thousand batches of a thousand jobs", 1_000, 1_000);
            speed.recoveredSingles();
        }
    }

    private Journal open() throws IOException {
        return SqliteJournal.open(directory, InstantSource.system());
    }

    private static void print(String what, long nanos, String more) {
        System.out.printf("  %-60s %8.3f s   %s%n", what, nanos / 1e9, more);
    }

    private void single() throws IOException {
        try (Journal journal = begun()) {
            journal.force(List.of(OpenJobs.batch(1, SMALL)));
            long begin = System.nanoTime();
            for (int job = 0; job < SMALL; job++) {
                journal.force(List.of(lease(job + 1L, 1, job, 1), results(job + 1L, 1, job, 1)));
            }
            long took = System.nanoTime() - begin;
            print(
                    "single jobs, forced one by one",
                    took,
                    "%.0f a second".formatted(SMALL * 1e9 / took));
        }
        remove();
        int group = 64;
        try (Journal journal = begun()) {
            journal.force(List.of(OpenJobs.batch(1, SMALL * 10)));
            long begin = System.nanoTime();
            for (int job = 0; job < SMALL * 10; job += group) {
                List<Written> entry = new ArrayList<>();
                for (int each = job; each < Math.min(job + group, SMALL * 10); each++) {
                    entry.add(lease(each + 1L, 1, each, 1));
                    entry.add(results(each + 1L, 1, each, 1));
                }
                journal.force(entry);
            }
            long took = System.nanoTime() - begin;
            print(
                    "single jobs, forced by 64",
                    took,
                    "%.0f a second".formatted(SMALL * 10 * 1e9 / took));
        }
        remove();
    }

    private void many() throws IOException {
        Written batch = OpenJobs.batch(1, MANY);
        try (Journal journal = begun()) {
            long begin = System.nanoTime();
            journal.force(List.of(batch));
            print("ten million jobs come", System.nanoTime() - begin, "");
            begin = System.nanoTime();
            long worst = 0;
            for (int job = 0; job < MANY; job += REPORT) {
                long before = System.nanoTime();
                journal.force(
                        List.of(
                                lease(job + 1L, 1, job, REPORT),
                                results(job + 1L, 1, job, REPORT)));
                worst = Math.max(worst, System.nanoTime() - before);
            }
            long took = System.nanoTime() - begin;
            print(
                    "their results, in reports of ten thousand",
                    took,
                    "worst entry %.1f ms".formatted(worst / 1e6));
            begin = System.nanoTime();
            journal.force(
                    List.of(
                            new Written(
                                    List.of(new Fact.BatchFinished(1)),
                                    List.of(new Payload.OfFinish(1, Instant.now())))));
            print("the end of that batch", System.nanoTime() - begin, "");
            begin = System.nanoTime();
            long bytes = 0;
            for (Outcomes page = journal.outcomes(1, 0, 1 << 20);
                    !page.complete();
                    page = journal.outcomes(1, page.last(), 1 << 20)) {
                bytes += page.outcomes().size();
            }
            print("its results read again", System.nanoTime() - begin, bytes + " rows");
        }
        print("   (bytes in the directory)", 0, size() / 1_000_000 + " MB");
        long begin = System.nanoTime();
        try (Journal journal = open()) {
            Recovered _ = journal.recover();
            print("opened and recovered with that", System.nanoTime() - begin, "");
            begin = System.nanoTime();
            journal.force(List.of(new Written(List.of(), List.of(new Payload.Forgotten(1)))));
            print("that batch forgotten", System.nanoTime() - begin, "");
        }
        print("   (bytes in the directory)", 0, size() / 1_000_000 + " MB");
        remove();
    }

    private void recovered(String what, int batches, int jobs) throws IOException {
        OpenJobs.leave(directory, batches, jobs);
        recover(what);
    }

    private void recover(String what) throws IOException {
        long begin = System.nanoTime();
        try (Journal journal = open()) {
            Recovered recovered = journal.recover();
            long took = System.nanoTime() - begin;
            print("recovered: " + what, took, recovered.work().batches().size() + " batches");
        }
        remove();
    }

    private void recoveredSingles() throws IOException {
        try (Journal journal = begun()) {
            journal.force(List.of(OpenJobs.batch(1, OPEN + 1)));
            List<Written> entry = new ArrayList<>();
            for (int job = 0; job < OPEN; job++) {
                entry.add(results(1, 1, job, 1));
            }
            long begin = System.nanoTime();
            journal.force(entry);
            print("a million results of one job each", System.nanoTime() - begin, "");
        }
        recover("a batch with a million of those");
    }

    private Journal begun() throws IOException {
        Journal journal = open();
        Recovered _ = journal.recover();
        journal.force(List.of(OpenJobs.submitter()));
        return journal;
    }

    private static Written lease(long lease, long batch, int first, int count) {
        return new Written(
                List.of(new Fact.LeaseGiven(lease, "w1", batch, first, count, 1)), List.of());
    }

    private static Written results(long lease, long batch, int first, int count) {
        int[] succeeded = new int[count];
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            succeeded[i] = first + i;
            values[i] = (long) (first + i) * (first + i);
        }
        return new Written(
                List.of(new Fact.JobsReported(lease, batch, first, count, succeeded)),
                List.of(new Payload.OfResults(batch, first, Column.ofLongs(values))));
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
