package dev.manykitchens.coordinator.cluster;

import static dev.manykitchens.coordinator.journal.JournalContract.came;
import static dev.manykitchens.coordinator.journal.JournalContract.finished;
import static dev.manykitchens.coordinator.journal.JournalContract.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.manykitchens.coordinator.journal.Happenings;
import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.FollowLink;
import dev.manykitchens.coordinator.link.FollowRequest;
import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What those hear who ask what is kept.
class JournalDeskTest {

    private final MemoryJournal journal = new MemoryJournal();
    private JournalDesk desk;

    @BeforeEach
    void open() {
        var _ = journal.recover();
        desk = new JournalDesk(journal, Runnable::run);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aBatchIsQueuedThenRunningThenFinishedOrCancelled() throws Exception {
        journal.force(
                List.of(
                        came(1),
                        Happenings.batch(1, 1, 4, ""),
                        Happenings.batch(2, 1, 4, ""),
                        Happenings.batch(3, 1, 4, ""),
                        results(3, 0, 10),
                        Happenings.batch(4, 1, 2, "wedding"),
                        results(4, 0, 10, 20),
                        finished(4),
                        Happenings.batch(5, 1, 3, ""),
                        results(5, 0, 10),
                        ended(5, 1, 2, Outcome.CANCELLED),
                        finished(5)));

        List<BatchSummary> batches =
                desk.batches(CompletableFuture.completedFuture(view(running(2, 1), running(3, 9))))
                        .get(20, TimeUnit.SECONDS);

        assertThat(batches)
                .extracting(
                        BatchSummary::number,
                        BatchSummary::state,
                        BatchSummary::queued,
                        BatchSummary::running,
                        BatchSummary::succeeded,
                        BatchSummary::ended)
                .containsExactly(
                        tuple(1L, BatchSummary.State.QUEUED, 4, 0, 0, 0),
                        tuple(2L, BatchSummary.State.RUNNING, 3, 1, 0, 0),
                        // What runs is told from memory, and may be a moment older than the disk.
                        tuple(3L, BatchSummary.State.RUNNING, 0, 3, 1, 0),
                        tuple(4L, BatchSummary.State.FINISHED, 0, 0, 2, 0),
                        tuple(5L, BatchSummary.State.CANCELLED, 0, 0, 1, 2));
        assertThat(batches.get(3).key()).isEqualTo("wedding");
        assertThat(batches.get(3).finished()).contains(Happenings.DAY.plusSeconds(64));
    }

    @Test
    void aBatchIsFollowedByItsKeyAndOneThatIsNotKeptIsRefused() throws Exception {
        journal.force(
                List.of(
                        came(1),
                        Happenings.batch(1, 1, 2, "wedding"),
                        results(1, 0, 10, 20),
                        finished(1)));
        var told = new Told();
        desk.follow(new FollowRequest(0, "wedding", new BitSet(), false), told);
        assertThat(told.next()).isEqualTo("batch 1 FINISHED");
        assertThat(told.next()).isEqualTo("succeeded 0+2");
        assertThat(told.next()).isEqualTo("finished");

        var refused = new Told();
        desk.follow(new FollowRequest(7, "", new BitSet(), false), refused);
        assertThat(refused.next())
                .isEqualTo(
                        "not found: batch 7 must be one that this coordinator has, is none: it was never handed in here, or was forgotten; kitchen jobs lists those that are here");
    }

    private static Written ended(long batch, int first, int count, Outcome outcome) {
        return new Written(
                List.of(new Fact.JobsEnded(batch, first, count)),
                List.of(new Payload.OfEnded(batch, first, count, outcome)));
    }

    private static BatchRow running(long batch, int jobs) {
        return new BatchRow(batch, 1, "square", 0, 9, jobs, 0, 0, 0, 0, 0);
    }

    private static ClusterView view(BatchRow... batches) {
        return new ClusterView(
                0,
                0,
                "1",
                false,
                new JobTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                0,
                List.of(),
                List.of(batches),
                List.of());
    }

    /// One who follows, as lines.
    private static final class Told implements FollowLink {
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return String.valueOf(said.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void onReady(Runnable action) {
            action.run();
        }

        @Override
        public void onEnd(Runnable action) {}

        @Override
        public void told(BatchSummary batch) {
            said.add("batch " + batch.number() + " " + batch.state());
        }

        @Override
        public void succeeded(int first, Column results) {
            said.add("succeeded " + first + "+" + results.size());
        }

        @Override
        public void ended(int first, int count, Outcome outcome) {
            said.add("ended " + first + "+" + count);
        }

        @Override
        public void finished() {
            said.add("finished");
        }

        @Override
        public void complete() {
            said.add("complete");
        }

        @Override
        public void refuse(String reason, boolean notFound) {
            said.add((notFound ? "not found: " : "refused: ") + reason);
        }

        @Override
        public void abort(String reason) {
            said.add("abort " + reason);
        }
    }
}
