package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.FollowLink;
import dev.manykitchens.coordinator.link.FollowRequest;
import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Answers those who ask what is kept. The journal is read on a thread of its own.
final class JournalDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalDesk.class);

    private final Journal journal;
    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("journal-reader").factory());
    private final LoopTasks loop;
    private final Followers followers;

    /// What this is confined to where it is not reading.
    interface LoopTasks {

        /// Runs something on the loop.
        void post(Runnable task);
    }

    JournalDesk(Journal journal, LoopTasks loop) {
        this.journal = journal;
        this.loop = loop;
        this.followers = new Followers(journal, reader, loop::post);
    }

    /// Those who hear outcomes.
    Followers followers() {
        return followers;
    }

    /// Every batch that is kept.
    ///
    /// @param view how the cluster is now
    CompletableFuture<List<BatchSummary>> batches(CompletableFuture<ClusterView> view) {
        return view.thenApplyAsync(
                now -> {
                    Map<Long, BatchRow> rows = new HashMap<>();
                    now.batches().forEach(row -> rows.put(row.batch(), row));
                    try {
                        return journal.batches().stream()
                                .map(batch ->
                                        summary(
                                                batch,
                                                Optional.ofNullable(rows.get(batch.number()))))
                                .toList();
                    } catch (JournalException e) {
                        throw new CompletionException(e);
                    }
                },
                reader);
    }

    /// Finds finished batches that nobody will ask for any more.
    ///
    /// @param age those that were finished so long ago
    /// @param mostBytes and as many of the oldest that the others take no more than so many bytes
    /// @param found told on the loop
    void expired(Instant now, Duration age, long mostBytes, Consumer<List<Long>> found) {
        reader.execute(() -> {
            try {
                List<Long> expired = journal.expired(now, age, mostBytes);
                loop.post(() -> found.accept(expired));
            } catch (JournalException e) {
                LOG.warn("finished batches could not be looked through: {}", e.getMessage());
            }
        });
    }

    /// Tells somebody what becomes of a batch.
    void follow(FollowRequest request, FollowLink link) {
        reader.execute(() -> {
            try {
                Optional<KeptBatch> batch =
                        request.key().isEmpty()
                                ? journal.batch(request.number())
                                : journal.batch(request.key());
                if (batch.isEmpty()) {
                    link.refuse(
                            "batch %s must be one that this coordinator has, is none: it was never handed in here, or was forgotten; kitchen jobs lists those that are here"
                                    .formatted(request.batch()),
                            true);
                } else {
                    link.told(summary(batch.get(), Optional.empty()));
                    loop.post(() -> begin(batch.get(), request, link));
                }
            } catch (JournalException e) {
                link.refuse(String.valueOf(e.getMessage()), false);
            }
        });
    }

    private void begin(KeptBatch batch, FollowRequest request, FollowLink link) {
        Followers.Follower follower =
                followers.follow(
                        batch.number(), request.settled(), request.onlyNow(), new OverLink(link));
        link.onReady(() -> loop.post(follower::readOn));
        link.onEnd(() -> loop.post(follower::stop));
    }

    private static BatchSummary summary(KeptBatch batch, Optional<BatchRow> row) {
        BatchSummary.State state;
        if (batch.finished().isPresent()) {
            state = batch.cancelled() ? BatchSummary.State.CANCELLED : BatchSummary.State.FINISHED;
        } else if (batch.succeeded() + batch.ended() > 0
                || row.map(BatchRow::running).orElse(0) > 0) {
            state = BatchSummary.State.RUNNING;
        } else {
            state = BatchSummary.State.QUEUED;
        }
        int open = batch.jobs() - batch.succeeded() - batch.ended();
        int running = Math.min(open, row.map(BatchRow::running).orElse(0));
        return new BatchSummary(
                batch.number(),
                batch.key().text(),
                batch.recipe(),
                batch.jobs(),
                batch.succeeded(),
                batch.ended(),
                open - running,
                running,
                state,
                batch.detached(),
                Optional.of(batch.submitted()),
                batch.finished());
    }

    @Override
    public void close() {
        reader.close();
    }

    /// One who follows a batch over a stream of its own.
    private record OverLink(FollowLink link) implements Followers.Audience {

        @Override
        public boolean isReady() {
            return link.isReady();
        }

        @Override
        public void succeeded(int first, Column results) {
            link.succeeded(first, results);
        }

        @Override
        public void ended(int first, int count, Outcome outcome) {
            link.ended(first, count, outcome);
        }

        @Override
        public void finished() {
            link.finished();
        }

        @Override
        public void upToDate() {
            link.complete();
        }

        @Override
        public void failed(String why) {
            link.abort(why);
        }
    }
}
