package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.client.link.CallListener;
import dev.manykitchens.core.attempt.WorkRate;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoints;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The workers of a coordinator as a pool. Thread-safe.
final class ClusterPool implements Pool {

    /// The most batches that may be unfinished, whatever the coordinator allows.
    private static final int MOST_BATCHES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPool.class);

    /// Who waits longer than this for workers is told.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final PoolSpec spec;
    private final PoolOptions options;
    private final ClusterSession session;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /// Places for unfinished batches; all of them are free when nothing runs.
    private volatile Semaphore places = new Semaphore(0);

    private volatile int mostBatches;

    // Guarded by this monitor.
    private boolean closing;
    private long lastBatch;

    private ClusterPool(PoolSpec spec, PoolOptions options, ClusterSession session) {
        this.spec = spec;
        this.options = options;
        this.session = session;
    }

    /// Connects, and returns when as many workers are there as were wanted.
    ///
    /// @param patience how long to wait for the coordinator and for them
    /// @throws IllegalStateException when they are not there by then, or the client is refused, in
    ///   one line
    static ClusterPool open(
            PoolSpec spec,
            PoolSpec.Kind.Cluster kind,
            PoolOptions options,
            Dial dial,
            Duration patience) {
        long began = System.nanoTime();
        ClusterSession session =
                ClusterSession.start(dial, kind.size().orElse(0), patience, options);
        ClusterPool pool = new ClusterPool(spec, options, session);
        try {
            CallListener.Welcome welcome =
                    welcome(session, waits(kind, dial.endpoints(), patience));
            pool.mostBatches = Math.min(MOST_BATCHES, welcome.mostBatches());
            pool.places = new Semaphore(pool.mostBatches);
            long now = System.nanoTime();
            options.events()
                    .accept(
                            new RunEvent.PoolReady(
                                    now, spec.toString(), welcome.slots(), now - began));
            session.openEvents();
            return pool;
        } catch (ExecutionException e) {
            session.close();
            throw e.getCause() instanceof IllegalStateException reason
                    ? reason
                    : new IllegalStateException("the pool " + spec + " cannot be opened", e);
        } catch (InterruptedException e) {
            session.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "opening the pool " + spec + " must not be interrupted, was", e);
        }
    }

    /// Waits for it, and says so when it does not come soon.
    ///
    /// @param waits what is waited for, in a sentence
    static CallListener.Welcome welcome(ClusterSession session, String waits)
            throws ExecutionException, InterruptedException {
        try {
            return session.ready().get(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(waits);
            return session.ready().get();
        }
    }

    /// What is waited for, in a sentence.
    static String waits(PoolSpec.Kind.Cluster kind, Endpoints coordinators, Duration patience) {
        int workers = kind.size().orElse(1);
        return "%s waits up to %d s for the coordinator at %s and %s"
                .formatted(
                        kind.size().isPresent() ? "cluster:" + workers : "cluster",
                        patience.toSeconds(),
                        coordinators,
                        workers == 1 ? "a worker" : workers + " workers");
    }

    @Override
    public PoolSpec spec() {
        return spec;
    }

    @Override
    public RecipeBook recipes() {
        return options.recipes();
    }

    @Override
    public RunningBatch start(Batch batch, BatchListener listener) {
        session.requireFits(batch);
        double unitsPerSecond = WorkRate.of(batch);
        takePlace();
        ClientBatch live;
        synchronized (this) {
            if (closing) {
                places.release();
                throw new IllegalStateException(
                        "a pool must be open to run jobs, was closed; open another");
            }
            lastBatch++;
            live = new ClientBatch(lastBatch, batch, unitsPerSecond, System.nanoTime(), listener);
            var _ = live.done().thenRun(places::release);
            session.submit(live);
        }
        return new Handle(live);
    }

    private void takePlace() {
        if (places.tryAcquire()) {
            return;
        }
        if (session.isDelivering()) {
            // Places become free on this very thread: waiting would be for ever.
            throw new IllegalStateException(
                    "at most %d batches may be unfinished, all places are taken; submit from another thread than the one that delivers results"
                            .formatted(mostBatches));
        }
        places.acquireUninterruptibly();
    }

    @Override
    public void close() {
        if (session.isDelivering()) {
            closeElsewhere(this::close);
            return;
        }
        if (!beginClosing()) {
            closed.join();
            return;
        }
        boolean interrupted = false;
        try {
            places.acquire(mostBatches);
        } catch (InterruptedException e) {
            interrupted = true;
            session.cancelAll();
            awaitCancelled();
        }
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void closeNow() {
        if (session.isDelivering()) {
            closeElsewhere(this::closeNow);
            return;
        }
        boolean first = beginClosing();
        session.cancelAll();
        if (first) {
            awaitCancelled();
            end();
        } else {
            closed.join();
        }
    }

    /// Whether the caller is the one who closes the pool.
    private synchronized boolean beginClosing() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    /// Who hears of outcomes cannot wait for the last of them: the pool closes behind it.
    private void closeElsewhere(Runnable close) {
        var _ = Thread.ofPlatform().name(spec + "-closer").start(close);
    }

    /// What was cancelled has its outcome at once; this waits until it was told.
    private void awaitCancelled() {
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = places.tryAcquire(mostBatches, CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        session.close();
        // Whoever waits for a place is to learn that there is no pool any more.
        places.release(mostBatches);
        options.events().accept(new RunEvent.PoolClosed(System.nanoTime()));
        closed.complete(null);
    }

    /// What the submitter holds of a batch.
    private final class Handle implements RunningBatch {

        private final ClientBatch live;
        private final CompletableFuture<Void> done;

        Handle(ClientBatch live) {
            this.live = live;
            this.done = live.done().copy();
        }

        @Override
        public long id() {
            return live.id();
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            session.cancel(live, List.of());
        }

        @Override
        public void cancel(int job) {
            session.cancel(live, List.of(job));
        }
    }
}
