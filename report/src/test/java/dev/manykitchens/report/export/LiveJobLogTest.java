package dev.manykitchens.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.report.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class LiveJobLogTest {

    @TempDir Path folder;

    @Test
    void linesStandInTheFileWhileTheRunGoesOn() throws IOException {
        Path path = folder.resolve("jobs.tsv");
        Files.writeString(path, "the log of another run");
        try (OutputFile file = OutputFile.reserve("--joblog", path);
                LiveJobLog log = live(file)) {
            log.accept(new RunEvent.WorkerJoined(0, "w1", "there", 7, 1));
            assertThat(path).as("nothing has ended").hasContent("the log of another run");

            log.accept(ended("w1", 2));
            await().until(() -> seqs(path).equals(List.of("3")));
            assertThat(Files.readAllLines(path).getLast()).startsWith("3\tw1\tthere\t7\t");
            log.accept(ended("w1", 0));
            await().until(() -> seqs(path).equals(List.of("3", "1")));

            log.finish(round(ended("w1", 2), ended("w1", 0), ended("w1", 1)));
        }

        assertThat(seqs(path))
                .as("what was not heard of before the end too")
                .containsExactly("3", "1", "2");
    }

    @Test
    void aRunThatFailsLeavesTheLinesThatThereWere() throws IOException {
        Path path = folder.resolve("jobs.tsv");

        try (OutputFile file = OutputFile.reserve("--joblog", path);
                LiveJobLog log = live(file)) {
            log.accept(ended("local", 1));
        }

        assertThat(seqs(path)).containsExactly("2");
    }

    @Test
    void aRunOfWhichNothingEndedLeavesTheOldFile() throws IOException {
        Path path = folder.resolve("jobs.tsv");
        Files.writeString(path, "old");

        try (OutputFile file = OutputFile.reserve("--joblog", path);
                LiveJobLog log = live(file)) {
            log.accept(new RunEvent.WorkerJoined(0, "w1", "there", 7, 1));
        }

        assertThat(path).hasContent("old");
    }

    /// What is printed must not be mixed with it.
    @Test
    void aPipeIsWrittenAtTheEnd() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        try (OutputFile file = OutputFile.reserve("--joblog", pipe);
                LiveJobLog log = live(file)) {
            log.accept(ended("local", 0));
            CompletableFuture<List<String>> read =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return seqs(pipe);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });

            log.finish(round(ended("local", 0)));

            assertThat(read.get()).containsExactly("1");
        }
    }

    private static LiveJobLog live(OutputFile file) {
        PoolWorker here = new PoolWorker("local", "here", 1, 1);
        return new LiveJobLog(
                file,
                JobLog.ofRun(
                        file.content(),
                        Samples.batch("a", "b", "c"),
                        new WallClock(Instant.EPOCH, 0),
                        here),
                here);
    }

    private static RunEvent.JobsFinished ended(String worker, int job) {
        return new RunEvent.JobsFinished(
                5, 1, worker, JobColumns.unreported(job, 1, 1, Outcome.Kind.SUCCEEDED, 0, 5));
    }

    private static MeasuredRound round(RunEvent.JobsFinished... ended) {
        return new MeasuredRound(Samples.round(1), List.of(ended), List.of(), List.of(), true);
    }

    private static List<String> seqs(Path path) throws IOException {
        return Files.readAllLines(path).stream()
                .skip(1)
                .map(line -> line.substring(0, Math.max(0, line.indexOf('\t'))))
                .toList();
    }
}
