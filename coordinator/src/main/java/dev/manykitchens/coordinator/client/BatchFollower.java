package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.client.link.FollowCall;
import dev.manykitchens.coordinator.client.link.FollowListener;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.FollowRequest;
import dev.manykitchens.coordinator.membership.AnotherLeads;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.CoordinatorSearch;
import dev.manykitchens.proto.link.Dial;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Hears what became of a batch that a coordinator keeps: each job's outcome once, over as many
/// streams as it takes. Used by one thread, but for [#stop].
///
/// A coordinator that was lost is looked for as long as a pool looks for it, and asked for the
/// outcomes that have not come.
public final class BatchFollower {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFollower.class);

    private final CoordinatorSearch search;
    private final long number;
    private final String key;
    private final Duration patience;
    private final Reader reader;
    private final BitSet settled = new BitSet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// The stream that is open; null between two.
    private volatile @Nullable FollowCall call;

    private Optional<BatchSummary> told = Optional.empty();

    /// Hears of a batch.
    public interface Reader extends BatchListener {

        /// Which batch it is. Told once, before any outcome.
        ///
        /// @throws IllegalStateException when it cannot be taken, in one line: that ends it
        void told(BatchSummary batch);
    }

    private BatchFollower(Dial dial, long number, String key, Duration patience, Reader reader) {
        this.search = new CoordinatorSearch(dial, RandomGenerator.getDefault());
        this.number = number;
        this.key = key;
        this.patience = patience;
        this.reader = reader;
    }

    /// Of the batch of this number.
    ///
    /// @param number the coordinator's, not 0
    /// @throws IllegalArgumentException when the address cannot be used
    public static BatchFollower of(CoordinatorAddress address, long number, Reader reader) {
        return of(ClientDial.to(address), number, "", ClusterPoolProvider.PATIENCE, reader);
    }

    /// Of the batch with this key.
    ///
    /// @param key not empty
    /// @throws IllegalArgumentException when the address cannot be used
    public static BatchFollower of(CoordinatorAddress address, String key, Reader reader) {
        return of(ClientDial.to(address), 0, key, ClusterPoolProvider.PATIENCE, reader);
    }

    /// @param patience how long to look for a coordinator that was never there
    static BatchFollower of(Dial dial, long number, String key, Duration patience, Reader reader) {
        return new BatchFollower(dial, number, key, patience, reader);
    }

    /// Follows the batch to its end, and returns with how it then was; empty when it was stopped
    /// before.
    ///
    /// @throws IllegalStateException in one line when there is no such batch, the coordinator
    ///   refuses, or it is not there (any more)
    public Optional<BatchSummary> follow() throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        boolean lost = false;
        while (true) {
            long began = System.nanoTime();
            Heard heard = new Heard();
            FollowCall.End end = once(false, heard);
            if (isStopped()) {
                return Optional.empty();
            }
            if (heard.finished) {
                return Optional.of(atItsEnd());
            }
            requireWorthATry(end);
            long now = System.nanoTime();
            Dial dialled = search.dial();
            Duration pause =
                    search.failed(heard.any ? Duration.ofNanos(now - began) : Duration.ZERO);
            if (heard.any) {
                giveUpAt = now + ClusterSession.LOOK_FOR.toNanos();
            }
            if (now >= giveUpAt) {
                throw new IllegalStateException(
                        AnotherLeads.orAbsent(dialled.endpoints(), end.sentence()));
            }
            if (heard.any || (!lost && search.hasTriedAll())) {
                lost = true;
                LOG.warn(
                        told.isPresent()
                                ? ClusterSession.lost(dialled, end.sentence())
                                : absent(dialled, end.sentence()));
            }
            long wait = Math.min(pause.toNanos(), giveUpAt - now);
            if (stopped.await(wait, TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        }
    }

    private String absent(Dial dialled, String why) {
        return AnotherLeads.isSaid(why)
                ? "%s; waiting up to %d s for the coordinator at %s to lead"
                        .formatted(why, patience.toSeconds(), dialled.endpoints())
                : "the coordinator at %s is not there, looking for it for up to %d s: %s"
                        .formatted(dialled.endpoints(), patience.toSeconds(), why);
    }

    /// Hears the outcomes that are on disk by now, and returns with how the batch then is. Tries
    /// each coordinator once.
    ///
    /// @throws IllegalStateException in one line when there is no such batch, or the coordinator
    ///   refuses or is not there
    public BatchSummary now() {
        while (true) {
            Dial dialled = search.dial();
            FollowCall.End end = once(true, new Heard());
            if (end.isInOrder() && told.isPresent()) {
                return told.get();
            }
            requireWorthATry(end);
            var _ = search.failed(Duration.ZERO);
            if (search.hasTriedAll()) {
                throw new IllegalStateException(
                        AnotherLeads.orAbsent(dialled.endpoints(), end.sentence()));
            }
        }
    }

    /// Ends [#follow] soon. Any thread.
    public void stop() {
        stopped.countDown();
        FollowCall open = call;
        if (open != null) {
            open.cut();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private static void requireWorthATry(FollowCall.End end) {
        if (end.isForGood()) {
            throw new IllegalStateException(end.sentence());
        }
    }

    /// One stream, to its end.
    private FollowCall.End once(boolean onlyNow, FollowListener listener) {
        try (FollowCall open = FollowCall.open(search.dial())) {
            call = open;
            if (isStopped()) {
                open.cut();
            }
            return open.follow(
                    new FollowRequest(number, key, (BitSet) settled.clone(), onlyNow), listener);
        } finally {
            call = null;
        }
    }

    /// When it was finished is not known when it is told first.
    private BatchSummary atItsEnd() {
        BatchSummary first = told.orElseThrow();
        if (first.state().isOver()) {
            return first;
        }
        AtLast last = new AtLast();
        var _ = once(true, last);
        // One that ended with its client may be forgotten by now.
        return last.summary.orElse(first);
    }

    /// Only how the batch is.
    private static final class AtLast implements FollowListener {

        private Optional<BatchSummary> summary = Optional.empty();

        @Override
        public void told(BatchSummary batch) {
            summary = Optional.of(batch);
        }

        @Override
        public void succeeded(int first, Column results) {}

        @Override
        public void ended(int first, int count, Outcome outcome) {}

        @Override
        public void finished() {}
    }

    /// What one stream says, passed on once.
    private final class Heard implements FollowListener {

        private boolean any;
        private boolean finished;

        @Override
        public void told(BatchSummary batch) {
            any = true;
            if (told.isEmpty()) {
                reader.told(batch);
            } else if (told.get().number() != batch.number() || told.get().jobs() != batch.jobs()) {
                throw new IllegalStateException(
                        "batch %s must stay the same one, is another after its coordinator was lost"
                                .formatted(Long.toUnsignedString(told.get().number())));
            }
            told = Optional.of(batch);
        }

        @Override
        public void succeeded(int first, Column results) {
            require(first, results.size());
            int end = first + results.size();
            for (int from = settled.nextClearBit(first);
                    from < end;
                    from = settled.nextClearBit(from)) {
                int to = nextSettled(from, end);
                settled.set(from, to);
                reader.succeeded(from, results.slice(from - first, to - first));
            }
        }

        @Override
        public void ended(int first, int count, Outcome outcome) {
            require(first, count);
            int end = first + count;
            for (int from = settled.nextClearBit(first);
                    from < end;
                    from = settled.nextClearBit(from)) {
                int to = nextSettled(from, end);
                settled.set(from, to);
                reader.ended(from, to - from, outcome);
            }
        }

        @Override
        public void finished() {
            int jobs = told.map(BatchSummary::jobs).orElse(0);
            if (jobs == 0 || settled.cardinality() < jobs) {
                throw new IllegalStateException(
                        "a batch that is finished must have an outcome for each of %d jobs, has %d; please report this"
                                .formatted(jobs, settled.cardinality()));
            }
            finished = true;
        }

        private int nextSettled(int from, int end) {
            int next = settled.nextSetBit(from);
            return next < 0 ? end : Math.min(next, end);
        }

        private void require(int first, int count) {
            int jobs = told.map(BatchSummary::jobs).orElse(0);
            if (first < 0 || count < 1 || count > jobs - first) {
                throw new IllegalStateException(
                        "outcomes must be of the batch's %d jobs, %d from %d on are not; please report this"
                                .formatted(jobs, count, first));
            }
        }
    }
}
