package dev.manykitchens.report.dashboard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// On which lane of a kitchen each job is drawn: a lane a slot, where no two jobs overlap. Not
/// thread-safe.
///
/// Nobody says which slot ran a job, and its times tell: it takes, of the lanes that were free when
/// it began, the one that was free for the shortest time. Taken in the order in which jobs end,
/// that needs no more lanes than there were jobs at once (the greedy colouring of intervals:
/// Carlisle and Lloyd, On the k-coloring of intervals, 1995). A job that was seen while it ran
/// keeps the lane that it was given then.
final class Lanes {

    /// More are not drawn.
    static final int MOST = 1_000;

    /// There is no lane for it.
    static final int NONE = -1;

    /// A job that was seen running is looked for for so long after it was seen last: its end is
    /// told later than it happens.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long[] freeSince = new long[0];
    private final Map<Attempt, Seen> running = new HashMap<>();

    /// One try of one job.
    record Attempt(long batch, int job, int attempt) {}

    private record Seen(int lane, long lastNanos) {}

    /// The lane of a job that ended; [#NONE] when there is none for it.
    int ended(Attempt attempt, long startNanos, long endNanos) {
        Seen known = running.remove(attempt);
        int lane = known == null ? free(startNanos) : known.lane();
        if (lane != NONE) {
            freeSince[lane] = known == null ? Math.max(freeSince[lane], endNanos) : endNanos;
        }
        return lane;
    }

    /// The lane of a job that is seen running; [#NONE] when there is none for it.
    int seen(Attempt attempt, long startNanos, long nowNanos) {
        Seen known = running.get(attempt);
        int lane = known == null ? free(startNanos) : known.lane();
        if (lane != NONE) {
            freeSince[lane] = Long.MAX_VALUE;
            running.put(attempt, new Seen(lane, nowNanos));
        }
        return lane;
    }

    /// Frees the lanes of jobs that were seen running, and neither seen again nor ended: they were
    /// taken elsewhere.
    void forget(long nowNanos) {
        running.values()
                .removeIf(seen -> {
                    boolean over = nowNanos - seen.lastNanos() > PATIENCE_NANOS;
                    if (over) {
                        freeSince[seen.lane()] = seen.lastNanos();
                    }
                    return over;
                });
    }

    private int free(long startNanos) {
        int best = NONE;
        for (int lane = 0; lane < freeSince.length; lane++) {
            if (freeSince[lane] <= startNanos
                    && (best == NONE || freeSince[lane] > freeSince[best])) {
                best = lane;
            }
        }
        if (best == NONE && freeSince.length < MOST) {
            best = freeSince.length;
            freeSince = Arrays.copyOf(freeSince, best + 1);
            freeSince[best] = Long.MIN_VALUE;
        }
        return best;
    }
}
