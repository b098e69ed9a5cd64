package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Batch;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How long the way to a worker of another JVM and back takes: that of a lone job which has nothing
/// to do, from its submission to its start there, and from its end there until its outcome is known
/// here.
///
/// Between two of them there is a pause, because the jobs that pay for the way have pauses between
/// them too: of those that come without one, most find threads awake and caches filled. The median
/// counts, so that what else the machine had to do some of the time does not.
final class LinkWay {

    static final int TRIPS = 25;
    private static final long PAUSE_MILLIS = 5;

    private LinkWay() {}

    /// The median of some trips.
    ///
    /// @param trip a batch of one job that has nothing to do
    /// @throws InterruptedException also when the pool was stopped meanwhile
    static Duration measure(MeasuredPool pool, Batch trip) throws InterruptedException {
        long[] nanos = new long[TRIPS];
        for (int i = 0; i < TRIPS; i++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            nanos[i] = nanos(pool.runComplete(trip).finished().getFirst().jobs());
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[TRIPS / 2]);
    }

    /// Both parts together, so that what the clocks of two processes are apart does not matter.
    private static long nanos(JobColumns trip) {
        long there = trip.started()[0] - trip.submitted()[0];
        long back = trip.delivered()[0] - trip.finished()[0];
        return Math.max(0, there + back);
    }
}
