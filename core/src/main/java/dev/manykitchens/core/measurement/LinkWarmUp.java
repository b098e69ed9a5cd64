package dev.manykitchens.core.measurement;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;

import java.util.concurrent.Semaphore;

/// Warms the way to the workers of other JVMs and back.
///
/// The code that sends, receives and unpacks is interpreted at first, on both sides, and costs
/// several times what it costs later. A batch of a few long jobs takes it so few times that its own
/// warm-up rounds never make it warm: every job would seem to cost a millisecond or two that a
/// longer run does not pay. So jobs that are nothing but a message there and back go first, each a
/// batch of its own, since jobs of one batch would travel together.
final class LinkWarmUp {

    /// The compilers look at what was called some thousand times.
    static final int TRIPS_PER_WORKER = 2_500;

    static final int MOST_TRIPS = 10_000;

    /// So many trips a slot are on their way at a time: enough to keep it busy, few enough that no
    /// worker is left out.
    private static final int AT_A_TIME = 2;

    private LinkWarmUp() {}

    /// Sends trips and returns when all have come back.
    ///
    /// @param slots how many jobs can run at once; 0 when nothing limits them
    /// @param jobs what is to run afterwards
    /// @throws IllegalStateException when the pool was closed meanwhile
    static void run(Pool pool, int workers, int slots, Batch jobs) throws InterruptedException {
        Batch trip = LinkTrip.like(jobs, pool.spec());
        int window = AT_A_TIME * Math.max(slots, workers);
        Semaphore onTheWay = new Semaphore(window);
        for (int left = Math.min(workers * TRIPS_PER_WORKER, MOST_TRIPS); left > 0; left--) {
            onTheWay.acquire();
            var _ = pool.start(trip, BatchListener.NONE).done().thenRun(onTheWay::release);
        }
        onTheWay.acquire(window);
    }
}
