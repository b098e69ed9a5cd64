package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.dispatch.Input;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A process that writes a journal is killed, again and again: whatever it said was on disk is
/// there, and nothing is there in parts. More often with `-Djournal.crashes=200`.
@Order(1)
class KilledWriterTest {

    private static final int CRASHES = Integer.getInteger("journal.crashes", 20);
    private static final long SEED = Long.getLong("journal.seed", 20_260_301);

    @TempDir private Path folder;

    @Test
    @Timeout(1_200)
    void whatWasToldIsThereAfterEveryKill() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        long there = 0;
        for (int crash = 1; crash <= CRASHES; crash++) {
            long told = there;
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    CrashingWriter.class.getName(),
                                    folder.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                assertThat(output.readLine()).isEqualTo("ready");
                for (int lines = random.nextInt(80); lines > 0; lines--) {
                    told = Long.parseLong(output.readLine());
                }
                // It is at its next entry, somewhere.
                for (int turns = random.nextInt(20_000); turns > 0; turns--) {
                    Thread.onSpinWait();
                }
                // By its handle: the process itself would close the stream that is read.
                boolean _ = process.toHandle().destroyForcibly();
                int _ = process.waitFor();
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    told = line.isEmpty() ? told : Math.max(told, Long.parseLong(line));
                }
            }
            there = requireWhole(crash, told);
        }
        assertThat(there).as("entries that were written in all").isGreaterThan(CRASHES);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(KilledWriterTest::isOdd))
                    .as("files that pile up")
                    .isEmpty();
        }
    }

    private static boolean isOdd(String file) {
        return !file.startsWith("journal.db")
                && !file.matches("running|forced|sqlite-[0-9.]+-[^-]*");
    }

    private long requireWhole(int crash, long told) throws JournalException {
        try (Journal journal = SqliteJournal.open(folder, InstantSource.fixed(Happenings.DAY))) {
            Recovered recovered = journal.recover();
            long last = recovered.lastBatch();
            assertThat(recovered.life()).as("this reader's and the writer's").isEqualTo(2L * crash);
            assertThat(last).as("the last entry, told were " + told).isBetween(told, told + 1);
            List<Long> numbers = LongStream.rangeClosed(1, last).boxed().toList();
            assertThat(recovered.work().submitters())
                    .extracting(Input.SubmitterOpened::submitter)
                    .isEqualTo(numbers);
            assertThat(recovered.work().batches())
                    .extracting(batch -> batch.batch().batch())
                    .isEqualTo(last == 0 ? List.of() : List.of(last));
            assertThat(journal.batches()).extracting(KeptBatch::number).isEqualTo(numbers);
            for (long number = Math.max(1, last - 100); number < last; number++) {
                Outcomes outcomes = journal.outcomes(number, 0, 1_000);
                assertThat(outcomes.complete()).isTrue();
                assertThat(JournalContract.text(outcomes.outcomes().getFirst()))
                        .isEqualTo(number + "/0=[10, 20, 30]");
            }
            return last;
        }
    }
}
