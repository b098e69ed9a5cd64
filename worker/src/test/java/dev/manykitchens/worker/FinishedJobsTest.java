package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cookbook.MakeBytes;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.worker.link.ReportedJobs.FailedJob;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class FinishedJobsTest {

    private static final long NOW = 1_000_000_000;

    private final FinishedJobs jobs =
            new FinishedJobs(
                    new BatchFacts.Known(
                            new MakeBytes(), BatchOptions.DEFAULTS, 1e6, NoResources.DESK),
                    0,
                    10);

    @Test
    void theyAreDueWhenTheyFillAMessageAndNoSooner() {
        for (int job = 1; job <= 4; job++) {
            assertThat(jobs.isDue(NOW)).as("before job %d", job).isFalse();
            add(1 << 20);
        }
        assertThat(jobs.isDue(NOW)).isTrue();
    }

    @Test
    void theyAreDueWhenTheOldestHasWaitedAndNoSooner() {
        add(1);

        assertThat(jobs.isDue(NOW + ChunkRun.FLUSH_AFTER.toNanos() - 1)).isFalse();
        assertThat(jobs.isDue(NOW + ChunkRun.FLUSH_AFTER.toNanos())).isTrue();
    }

    @Test
    void aJobWithoutAResultSaysWhy() {
        Origin origin = new Origin("w1", "here", 1, 1);
        jobs.addUnbegun(new Outcome.Failed("no flour", origin), NOW, NOW);
        jobs.addUnbegun(new Outcome.TimedOut(Duration.ofSeconds(1), origin), NOW, NOW);
        jobs.addUnbegun(Outcome.CANCELLED, NOW, NOW);

        assertThat(jobs.toReport(7, List.of(), NOW).failures())
                .containsExactly(
                        new FailedJob(0, FailedJob.Reason.FAILED, "no flour"),
                        new FailedJob(1, FailedJob.Reason.TIMED_OUT, ""),
                        new FailedJob(2, FailedJob.Reason.CANCELLED, ""));
    }

    private void add(int bytes) {
        jobs.addUnbegun(new Outcome.Succeeded(Value.of(new byte[bytes])), NOW, NOW);
    }
}
